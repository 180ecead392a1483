import assert from "node:assert/strict";
import { ClientStore, newClient } from "../../src/client/client_store.ts";
import { type ClientLook, lookAtLicence } from "../../src/client/standing.ts";
import { describeCertificateFault } from "../../src/crypto/certificates.ts";
import { decodeLicenceFile } from "../../src/crypto/licence_file.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { NewerFormat } from "../../src/policy/kept_format.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { unhex } from "../support/samples/hexed.ts";
import { MemoryDocuments } from "../support/disk/memory_documents.ts";
import { sampleLicence, sampleProduct } from "../support/samples/sample_licence.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { readVectors } from "../support/samples/vector_files.ts";
import type { LeaseVector } from "../support/vectors/leases.ts";

type Vector = Omit<LeaseVector, "hardware"> & { readonly hardware: string };

const vectors = readVectors<Vector>("leases.json");

/** For each reason of SPEC 9: the kind of standing that stands for it, and what it says. */
const SAYINGS: Readonly<Record<string, readonly [kind: string, says: RegExp | string]>> = {
  document: ["damaged", /lease\.json|JSON/],
  length: ["forged", /expected .* bytes|length/],
  type: ["forged", /expected type/],
  version: ["forged", /expected version/],
  reserved: ["forged", /reserved/],
  range: ["forged", /root index|named twice|licence state/],
  ...Object.fromEntries(
    ([
      "rootSignature",
      "smallOrderKey",
      "anotherAuthority",
      "authoritySignature",
      "lifeTooLong",
      "groupsNotGranted",
      "epochTooOld",
    ] as const).map((fault) => [fault, ["forged", describeCertificateFault(fault)]]),
  ),
  productNotCovered: ["forged", "does not cover"],
  replySignature: ["forged", "the reply's signature"],
  issuedOutsideCertificate: ["forged", "outside the dates"],
  refusal: ["forged", "refusal"],
  grantsNothing: ["forged", "grants nothing"],
  otherProduct: ["otherProduct", "another product"],
  otherComputer: ["otherComputer", "three of four"],
  clockBack: ["clockBack", "behind"],
};

/** How a client with that lease.json stands, which has seen the time that the vector says. */
async function judged({ lease, product, group, hardware, now, seen }: Vector): Promise<ClientLook["lease"]> {
  const documents = new MemoryDocuments();
  documents.texts.set("lease.json", lease);
  const time = new FakeTime(now * 1000);
  const facts = newClient(new SeededRandom(1), time.now());
  const machine = { ...fakeMachine("pc-1"), hardware: () => Promise.resolve(unhex(hardware)) };
  try {
    const look = await lookAtLicence(new ClientStore(documents), { clock: time, machine }, {
      facts: { ...facts, activated: true, highestTime: seen * 1000, lastTime: time.now() },
      product: sampleProduct({ id: product, group }),
      licence: decodeLicenceFile(sampleLicence()),
    });
    return look.lease;
  } catch (error) {
    if (!(error instanceof NewerFormat)) throw error;
    return { kind: "damaged", reason: error.message }; // the client goes no further, so that nothing replaces it
  }
}

for (const vector of vectors) {
  const { name, until, expect } = vector;
  Deno.test(`a stored lease, ${name}: ${expect ?? "it holds"}`, async () => {
    const lease = await judged(vector);
    assert(lease !== undefined);
    if (!("reason" in lease)) {
      const { kind, ends } = lease;
      const expected = expect === undefined ? { kind: "holds", ends: until! * 1000 } : { kind: expect, ends };
      return assert.deepEqual({ kind, ends }, expected);
    }
    assert(expect !== undefined, lease.reason);
    const [kind, saying] = SAYINGS[expect]!;
    const ofRequest = lease.kind === "damaged" && lease.reason.startsWith("Cannot decode request");
    assert.equal(ofRequest ? "forged" : lease.kind, kind, lease.reason);
    assert(
      typeof saying === "string" ? lease.reason.includes(saying) : saying.test(lease.reason),
      lease.reason,
    );
  });
}

Deno.test("the lease vectors have an example of every reason", () => {
  const expected = new Set(vectors.map(({ expect }) => expect ?? "it holds"));
  assert.deepEqual([...expected].sort(), [...Object.keys(SAYINGS), "ended", "it holds"].sort());
});
