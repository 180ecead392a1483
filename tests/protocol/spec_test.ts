import assert from "node:assert/strict";
import { toHex } from "../../src/protocol/bytes.ts";
import { encodeCertificateRequest } from "../../src/protocol/certificate_exchange.ts";
import { encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { formatHResult, ProtocolResult } from "../../src/protocol/hresult.ts";
import { authorityKeyId } from "../../src/crypto/certificates.ts";
import { confirmationOf, encodeConfirmationId } from "../../src/crypto/confirmation_id.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { createInstallationId, encodeInstallationId } from "../../src/crypto/installation_id.ts";
import { encodeProductKey } from "../../src/crypto/product_key.ts";
import { dammState } from "../support/samples/damm.ts";
import { smallOrderYs, toLittleEndian } from "../support/samples/edwards25519.ts";
import { unhex } from "../support/samples/hexed.ts";
import { licenceMembers, sampleLicence, samplePayload } from "../support/samples/sample_licence.ts";
import {
  authorityBytes,
  authorityKey,
  exampleBytes,
  exampleKey,
  HOST_SERIAL,
  hostKeySecret,
  sampleHost,
  signedHost,
} from "../support/samples/samples.ts";
import { exampleExchange } from "../support/vectors/exchanges.ts";

const spec = Deno.readTextFileSync(new URL("../../src/protocol/SPEC.md", import.meta.url));

/** The lines of the code block of that name. */
function block(name: string): string {
  const found = new RegExp("```\\w+ " + name + "\\n([^`]*)```").exec(spec);
  assert.ok(found, `SPEC.md has no block ${name}`);
  return found[1]!;
}

/** The bytes of a block of `offset | bytes | meaning`, each of its offsets checked. */
function bytesOf(name: string): Uint8Array {
  let bytes = "";
  for (const line of block(name).trimEnd().split("\n")) {
    const [offset, hex] = line.split("|");
    assert.equal(Number(offset), bytes.length / 2, `${name}: ${line}`);
    bytes += hex!.trim();
  }
  return unhex(bytes);
}

Deno.test("SPEC.md's example keys are those of their seeds", () => {
  for (const name of ["root 0", "root 1", "root 2", "authority", "host"]) {
    const { publicKey } = exampleKey(name);
    const id = authorityKeyId(publicKey).toString(16).padStart(8, "0");
    const cells = [name, `\`${toHex(exampleBytes(name))}\``, `\`${toHex(publicKey)}\``, `\`${id}\``];
    const row = new RegExp("^\\| " + cells.join(" +\\| ") + " +\\|$", "m");
    assert.match(spec, row);
  }
});

Deno.test("SPEC.md's example exchange is that of the vectors, byte for byte", () => {
  assert.deepEqual(bytesOf("authority-certificate"), authorityBytes);
  assert.deepEqual(bytesOf("host-certificate"), encodeHostCertificate(signedHost()));
  assert.deepEqual(bytesOf("request"), exampleExchange.request);
  assert.deepEqual(bytesOf("reply"), exampleExchange.reply);
  const keyId = authorityKeyId(authorityKey.publicKey);
  assert.deepEqual(bytesOf("certificate-request"), encodeCertificateRequest(keyId));
  assert.ok(spec.includes(toHex(sha256(exampleExchange.request))));
});

Deno.test("SPEC.md's example licence file is that of the vectors", () => {
  const payload = JSON.stringify(JSON.parse(block("licence-payload")));
  assert.equal(payload, JSON.stringify(samplePayload()));
  const { payload: bytes, signature } = licenceMembers(sampleLicence());
  assert.deepEqual(bytes, new TextEncoder().encode(payload));
  assert.ok(spec.includes(`${bytes.length} bytes`));
  assert.ok(spec.includes(toHex(sha256(bytes))));
  assert.deepEqual(bytesOf("licence-signature"), signature);
});

Deno.test("SPEC.md's example product key, Installation ID and Confirmation ID are those of the example host", () => {
  const key = { kind: "host", serial: HOST_SERIAL, secret: hostKeySecret } as const;
  assert.equal(block("product-key").trim(), encodeProductKey(key));
  const { hardware, publicKey } = sampleHost();
  const id = createInstallationId({ serial: HOST_SERIAL, hardware, publicKey }, hostKeySecret);
  const words = (name: string) => block(name).trim().split(/\s+/);
  assert.deepEqual(words("installation-id"), encodeInstallationId(id).split("-"));
  assert.deepEqual(words("confirmation-id"), encodeConfirmationId(confirmationOf(signedHost())).split("-"));
  assert.ok(spec.includes(toHex(id.proof)) && spec.includes(toHex(hostKeySecret)));
});

Deno.test("SPEC.md lists the small-order encodings, the check digits' table and the result codes of the code", () => {
  for (const y of smallOrderYs()) assert.ok(spec.includes(toHex(toLittleEndian(y))), `y = ${y}`);
  for (let row = 0; row < 10; row++) {
    const lead = [..."0123456789"].find((digit) => dammState(digit) === row)!;
    const cells = Array.from("0123456789", (digit) => dammState(lead + digit));
    assert.match(spec, new RegExp(`^\\| \\*\\*${row}\\*\\* \\| ${cells.join(" \\| ")} \\|$`, "m"));
  }
  for (const [name, code] of Object.entries(ProtocolResult)) {
    const number = code === 0 ? "0" : formatHResult(code);
    assert.match(spec, new RegExp(`^\\| ${number} +\\| \`${name}\``, "m"));
  }
});

Deno.test("SPEC.md has the sections that the code's comments cite", () => {
  const headings = Array.from(spec.matchAll(/^## (\d+)\. /gm), ([, number]) => Number(number));
  assert.deepEqual(headings, Array.from({ length: 15 }, (_, i) => i + 1));
});
