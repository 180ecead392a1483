// What the self-test's host says: keys made on the spot, and every field open to change. Page: "Reply",
// "Authority certificate", "Licence file". Shares the client's layout tables and nothing of its checks.
import { generateKeyPairSync } from "node:crypto";
import net from "node:net";
import { encodeAuthority, encodeAuthorityFrame, encodeReply } from "./codec.mjs";
import { keyId, sha256, sign } from "./crypto.mjs";

export function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { privateKey, raw: publicKey.export({ format: "der", type: "spki" }).subarray(-32) };
}

const product = {
  id: "00112233445566778899aabbccddeeff",
  name: "Sample",
  edition: "Standard",
  kind: "client",
  threshold: 25,
  group: 3,
  validityMinutes: 400000,
  ephemeralMinutes: 1440,
  countVirtual: false,
  clientKey: clientKey(7n),
};

function clientKey(serial) {
  let number = (0b0101n << 94n | serial << 64n) * 65521n;
  let text = "";
  for (let i = 0; i < 25; i++, number /= 24n) text = "BCDFGHJKMPQRTVWXY2346789"[Number(number % 24n)] + text;
  return text.match(/.{5}/g).join("-");
}

export function makeWorld(now) {
  const roots = [makeKey(), makeKey(), makeKey()];
  return { now, minute: Math.floor(now / 60), roots, authority: makeKey(), host: makeKey(), product };
}

/** `by`: the indexes of the two roots that sign; `changes` may hold forged signatures. */
export function makeAuthority({ minute, roots, authority }, { by = [0, 2], ...changes } = {}) {
  const fields = {
    serial: 1,
    groupMask: 0xff,
    minimumEpoch: 4,
    notBefore: minute - 1000,
    notAfter: minute + 1000000,
    longestLife: 600000,
    key: authority.raw,
    ...changes,
  };
  const signed = encodeAuthority(fields).subarray(0, 60);
  const [signature1, signature2] = by.map((root) => sign(roots[root].privateKey, "VA1-authority", signed));
  return encodeAuthority({ root1: by[0], signature1, root2: by[1], signature2, ...fields });
}

/** `signer`: the key that signs the reply. */
export function makeReply({ now, minute, authority, host }, request, { signer = host, ...changes } = {}) {
  const fields = {
    result: 0,
    count: 25,
    activation: 120,
    renewal: 10080,
    validity: 259200,
    issued: now,
    sequence: 9,
    authorityKeyId: keyId(authority.raw),
    serial: 5,
    activationSequence: 1,
    groups: 0b1001,
    epoch: 4,
    notBefore: minute - 500,
    notAfter: minute + 500000,
    hostHardware: Buffer.alloc(8, 7),
    hostKey: host.raw,
    ...changes,
  };
  fields.certSignature = sign(authority.privateKey, "VA1-hostcert", encodeReply(fields).subarray(36, 104));
  fields.signature = sign(
    signer.privateKey,
    "VA1-reply",
    sha256(request),
    encodeReply(fields).subarray(0, 168),
  );
  return encodeReply(fields);
}

/** `by` is passed on to the certificate; `changes` alter the payload. */
export function makeLicence(world, { by, ...changes } = {}) {
  const payload = Buffer.from(JSON.stringify({
    version: 1,
    publisher: "Publisher",
    serial: 1,
    issued: "2026-01-01T00:00:00Z",
    url: null,
    graceDays: 30,
    roots: world.roots.map((root) => root.raw.toString("base64url")),
    products: [world.product],
    ...changes,
  }));
  const parts = {
    payload,
    certificate: makeAuthority(world, { by }),
    signature: sign(world.authority.privateKey, "VA1-licence", payload),
  };
  return JSON.stringify(
    Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString("base64url")])),
  );
}

/** Resolves to a listening server. `answer(request)` gives the bytes for a request, or null to close; the chunks that come are whole frames. */
export function serve(world, answer) {
  const server = net.createServer((socket) => {
    socket.on("data", (frame) => {
      const bytes = frame[2] === 3 ? encodeAuthorityFrame(makeAuthority(world)) : answer(frame);
      if (bytes === null) socket.end();
      else socket.write(bytes);
    });
    socket.on("error", () => socket.destroy());
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
