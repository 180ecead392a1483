import assert from "node:assert/strict";
import { decodeLease, leaseStanding } from "../../src/client/lease.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { describeCertificateFault } from "../../src/crypto/certificates.ts";
import { sampleProduct } from "../support/sample_licence.ts";
import { rootPublicKeys } from "../support/samples.ts";
import { unhex } from "../support/hexed.ts";
import { readVectors } from "../support/vector_files.ts";
import type { LeaseVector } from "../support/vectors/leases.ts";

type Vector = Omit<LeaseVector, "hardware"> & { readonly hardware: string };

const vectors = readVectors<Vector>("leases.json");

/** For each reason of SPEC 9: the kind of standing that stands for it, and what it says. */
const SAYINGS: Readonly<Record<string, readonly [kind: string, says: RegExp | string]>> = {
  document: ["undecodable", /lease\.json|JSON/],
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

/** How the lease stands and what is said of it, or when it ends. A document or request that cannot be decoded says why. */
function judged({ lease, product, group, hardware, now, seen }: Vector): {
  readonly kind: string;
  readonly says?: string;
  readonly ends?: number;
} {
  const context = {
    roots: rootPublicKeys,
    product: sampleProduct({ id: product, group }),
    hardware: unhex(hardware),
    now: now * 1000,
    highestTime: seen * 1000,
  };
  try {
    const standing = leaseStanding(decodeLease(JSON.parse(lease)), context);
    return "reason" in standing
      ? { kind: standing.kind, says: standing.reason }
      : { kind: standing.kind, ends: standing.ends };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DecodeError) {
      return { kind: "undecodable", says: error.message };
    }
    throw error;
  }
}

for (const vector of vectors) {
  const { name, until, expect } = vector;
  Deno.test(`a stored lease, ${name}: ${expect ?? "it holds"}`, () => {
    const { kind, says, ends } = judged(vector);
    if (until !== undefined) return assert.deepEqual({ kind, ends }, { kind: "holds", ends: until * 1000 });
    if (expect === "ended") return assert.equal(kind, "ended");
    const [standing, saying] = SAYINGS[expect!]!;
    const ofRequest = kind === "undecodable" && says?.startsWith("Cannot decode request");
    assert.equal(ofRequest ? "forged" : kind, standing, says);
    assert(typeof saying === "string" ? says?.includes(saying) : saying.test(says ?? ""), says);
  });
}

Deno.test("the lease vectors have an example of every reason", () => {
  const expected = new Set(vectors.map(({ expect }) => expect ?? "it holds"));
  assert.deepEqual([...expected].sort(), [...Object.keys(SAYINGS), "ended", "it holds"].sort());
});
