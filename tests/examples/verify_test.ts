import assert from "node:assert/strict";
import { thisMachine } from "../../src/adapters/system/this_machine.ts";
import { decodeLease, leaseStanding, verifyLease } from "../../src/client/lease.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { toHex } from "../../src/protocol/bytes.ts";
import { bitFlipped, bitFlips } from "../support/samples/damage.ts";
import { unhex } from "../support/samples/hexed.ts";
import { leaseFrames, leaseText } from "../support/samples/lease_samples.ts";
import { beginVerifiers, type Case, judge, ROOTS, run } from "../support/samples/lease_verifiers.ts";
import { outputOf } from "../support/programs/programs.ts";
import { sampleLicence, sampleProduct } from "../support/samples/sample_licence.ts";
import { rootPublicKeys } from "../support/samples/samples.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { readVectors } from "../support/samples/vector_files.ts";
import type { LeaseVector } from "../support/vectors/leases.ts";

type Vector = Omit<LeaseVector, "hardware"> & { readonly hardware: string };

const utf8 = (text: string) => new TextEncoder().encode(text);
const vectors = readVectors<Vector>("leases.json");
const example = vectors[0]!;
const caseOf = ({ product, group, hardware, now, seen }: Vector, lease: Uint8Array): Case => {
  return { product, group, hardware, now, seen, lease: toHex(lease) };
};
const isoTime = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
const REFUSED = /^not licensed: [a-zA-Z]+$/;

/** The example's lease with each of its frames' bits changed, and every beginning of its text. */
function damaged(): Uint8Array[] {
  const frames = leaseFrames();
  const flipped = (["request", "reply", "authorityCertificate"] as const).flatMap((part) =>
    Array.from(bitFlips(frames[part]), (bytes) => leaseText({ ...frames, [part]: bytes }))
  );
  const text = leaseText(frames).trimEnd();
  const beginnings = Array.from({ length: text.length }, (_, length) => text.slice(0, length));
  return [...flipped, ...beginnings].map(utf8);
}

/** The example's text with one to three of its bytes changed, left out or doubled. */
function mutations(count: number): Uint8Array[] {
  const random = new SeededRandom(1688);
  return Array.from({ length: count }, () => {
    const bytes = [...utf8(example.lease)];
    for (let changes = random.upTo(2); changes >= 0; changes--) {
      const at = random.upTo(bytes.length - 1);
      const put = [[random.upTo(255)], [], [bytes[at]!, bytes[at]!]][random.upTo(2)]!;
      bytes.splice(at, 1, ...put);
    }
    return Uint8Array.from(bytes);
  });
}

/** Whether the product takes that text for a lease that holds. */
function holds(text: Uint8Array): boolean {
  const product = sampleProduct({ id: example.product, group: example.group });
  try {
    const lease = decodeLease(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text)));
    const verified = verifyLease(lease, {
      roots: rootPublicKeys,
      product,
      hardware: unhex(example.hardware),
    });
    return leaseStanding(verified, example.now * 1000, false).kind === "holds";
  } catch (error) {
    const malformed = [DecodeError, SyntaxError, TypeError].some((kind) => error instanceof kind);
    if (malformed) return false;
    throw error;
  }
}

/** A lease for this computer as the product reads its hardware, with one component of it another's. */
async function ownLease(changed: number): Promise<string> {
  const hardware = bitFlipped(await thisMachine.hardware(), changed * 32 + 5);
  return leaseText(leaseFrames({ hardware }));
}

Deno.test("the verifiers of a lease in Python, Go and C", async (t) => {
  await using folder = await TempFolder.make();
  const { building } = await beginVerifiers(folder.path);
  const options = ["--roots", ROOTS, "--product", example.product, "--group", `${example.group}`];
  const client = [...options, "--hardware", example.hardware, "--now", `${example.now}`];
  await Deno.writeTextFile(`${folder.path}/lease.json`, example.lease);

  await t.step(
    "refuse a lease with any bit of its frames changed, and any beginning of its text",
    async () => {
      const cases = damaged().map((text) => caseOf(example, text));
      assert(cases.length > 4000);
      await Promise.all(building.map(async (built) => { // one judges while another is built
        const verifier = await built;
        for (const line of await judge(verifier, cases)) assert.match(line, REFUSED, verifier.language);
      }));
    },
  );
  const verifiers = await Promise.all(building);

  await t.step("judge every vector as it says", async () => {
    const cases = vectors.map((vector) => caseOf(vector, utf8(vector.lease)));
    const expected = vectors.map(({ name, until, expect }) =>
      `${name}: ${until === undefined ? `not licensed: ${expect}` : `licensed until ${isoTime(until)}`}`
    );
    for (const verifier of verifiers) {
      const said = await judge(verifier, cases);
      const named = said.map((line, i) => `${vectors[i]!.name}: ${line}`);
      assert.deepEqual(named, expected, verifier.language);
    }
  });

  await t.step("take what the product takes, and nothing else, of texts changed at random", async () => {
    const texts = mutations(1000);
    const expected = texts.map(holds);
    assert(expected.includes(true) && expected.includes(false));
    for (const verifier of verifiers) {
      const said = await judge(verifier, texts.map((text) => caseOf(example, text)));
      const taken = said.map((line) => REFUSED.test(line) ? false : line.startsWith("licensed until "));
      const differing = taken.flatMap((one, i) =>
        one === expected[i] ? [] : [new TextDecoder().decode(texts[i])]
      );
      assert.deepEqual(differing, [], verifier.language);
    }
  });

  await t.step("take a folder, say one line, and end with a status", async () => {
    for (const verifier of verifiers) {
      const { code, stdout, stderr } = await run(verifier, ...client, folder.path);
      const line = `licensed until ${isoTime(example.until!)}\n`;
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: line, stderr: "" }, verifier.language);
      const faults = [
        [[...client, "--now", `${example.until}`, folder.path], "ended"],
        [[...client, "--seen", `${example.now + 4 * 3600 + 1}`, folder.path], "clockBack"],
        [[...client, "--hardware", "0".repeat(32), folder.path], "otherComputer"],
        [[...client, `${folder.path}/none`], "noLease"],
      ] as const;
      for (const [args, fault] of faults) {
        const { code, stdout } = await run(verifier, ...args);
        assert.deepEqual([code, stdout], [1, `not licensed: ${fault}\n`], verifier.language);
      }
    }
  });

  await t.step("refuse a file that is longer than any lease", async () => {
    await using other = await TempFolder.make();
    await Deno.writeTextFile(`${other.path}/lease.json`, example.lease + " ".repeat(5000));
    for (const verifier of verifiers) {
      const { code, stdout } = await run(verifier, ...client, other.path);
      assert.deepEqual([code, stdout], [1, "not licensed: document\n"], verifier.language);
    }
  });

  await t.step("say what is wrong with their usage", async () => {
    const [first, second] = ROOTS.split(",");
    const wrong = [
      [],
      [folder.path],
      ["--roots", ROOTS, folder.path],
      ["--roots", `${first},${second}`, ...options.slice(2), folder.path],
      ["--roots", `${first},${second},${first}`, ...options.slice(2), folder.path],
      ["--roots", `${first},${second},${"A".repeat(43)}`, ...options.slice(2), folder.path],
      [...options, "--group", "32", folder.path],
      [...options, "--product", "81a8", folder.path],
      [...options, "--hardware", "xyz", folder.path],
      [...options, "--now", "tomorrow", folder.path],
      [...options, "--nonsense", "1", folder.path],
      [...options, folder.path, "another"],
      options,
    ];
    await Promise.all(verifiers.flatMap((verifier) =>
      wrong.map(async (args) => {
        const { code, stdout, stderr } = await run(verifier, ...args);
        assert.deepEqual([code, stdout], [2, ""], `${verifier.language}: ${args.join(" ")}`);
        assert.notEqual(stderr, "");
      })
    ));
  });

  await t.step("read this computer's hardware as the product does", async () => {
    await using own = await TempFolder.make();
    for (let changed = 0; changed < 4; changed++) { // with one component changed, each of the others has to be right
      await Deno.writeTextFile(`${own.path}/lease.json`, await ownLease(changed));
      for (const verifier of verifiers) {
        const { stdout } = await run(verifier, ...options, "--now", `${example.now}`, own.path);
        assert.match(stdout, /^licensed until /, `${verifier.language}, all but component ${changed}`);
      }
    }
  });
});

Deno.test("examples/verify/README.md shows how to read what is pinned out of a licence file", async () => {
  await using folder = await TempFolder.make();
  const licence = `${folder.path}/publisher.lic`;
  await Deno.writeTextFile(licence, sampleLicence());
  const readme = await Deno.readTextFile(new URL("../../examples/verify/README.md", import.meta.url));
  const recipe = /```python\n([^`]*)```/.exec(readme)?.[1];
  const { stdout, stderr } = await outputOf("python3", "-c", recipe ?? "", licence);
  assert.equal(stderr, "");
  assert(stdout.includes(ROOTS) && stdout.includes(`${example.product} ${example.group} `), stdout);
});
