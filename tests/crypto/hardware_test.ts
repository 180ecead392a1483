import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  type HardwareComponents,
  hardwareIdentity,
  hardwareMatches,
  hostHardware,
} from "../../src/crypto/hardware.ts";
import { unhex } from "../support/samples/hexed.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const components = { system: "s", board: "b", disk: "d", network: "n" };
const none = { system: undefined, board: undefined, disk: undefined, network: undefined };
const names = ["system", "board", "disk", "network"] as const;

Deno.test("hardwareIdentity() is the first 4 bytes of SHA-256 over class, NUL and value, in order", () => {
  const expected = names.flatMap((name) => {
    return [...createHash("sha256").update(`${name}\0${components[name]}`).digest().subarray(0, 4)];
  });
  assert.deepEqual([...hardwareIdentity(components)], expected);
});

Deno.test("hardwareIdentity() leaves zeros for an absent component, and for no empty one", () => {
  names.forEach((name, i) => {
    const identity = hardwareIdentity({ ...components, [name]: undefined });
    assert.deepEqual([...identity.subarray(4 * i, 4 * i + 4)], [0, 0, 0, 0]);
    const empty = hardwareIdentity({ ...components, [name]: "" });
    assert.notDeepEqual([...empty.subarray(4 * i, 4 * i + 4)], [0, 0, 0, 0]);
  });
});

Deno.test("hostHardware() is the first 2 bytes of each component", () => {
  const identity = Uint8Array.from({ length: 16 }, (_, i) => i);
  assert.deepEqual([...hostHardware(identity)], [0, 1, 4, 5, 8, 9, 12, 13]);
});

Deno.test("hardwareMatches() asks for three equal components of four, in their places", () => {
  for (let changed = 0; changed < 16; changed++) {
    const other = { ...components };
    names.forEach((name, i) => {
      if ((changed >> i) & 1) other[name] = "changed";
    });
    const differing = names.filter((name) => other[name] === "changed").length;
    const [a, b] = [hardwareIdentity(components), hardwareIdentity(other)];
    assert.equal(hardwareMatches(a, b), differing <= 1, `${differing} differ`);
    assert.equal(hardwareMatches(hostHardware(a), hostHardware(b)), differing <= 1);
  }
});

Deno.test("hardwareMatches() takes an absent component for equal to an absent one", () => {
  const only = (changes: Partial<HardwareComponents>) => hardwareIdentity({ ...none, ...changes });
  assert.ok(hardwareMatches(only({}), only({})));
  assert.ok(hardwareMatches(only({ disk: "d", board: "b" }), only({ disk: "d" })));
  assert.ok(!hardwareMatches(only({ disk: "d", board: "b", system: "s" }), only({ disk: "d" })));
});

Deno.test("hardwareMatches() is false where nothing but absent components is equal", () => {
  const only = (changes: Partial<HardwareComponents>) => hardwareIdentity({ ...none, ...changes });
  assert.ok(!hardwareMatches(only({ disk: "d" }), only({ disk: "e" })));
  assert.ok(!hardwareMatches(only({ disk: "d" }), only({})));
  assert.ok(!hardwareMatches(only({}), only({ disk: "d" })));
});

Deno.test("hardwareMatches() is false for identities of two lengths", () => {
  const identity = hardwareIdentity(none);
  assert.ok(!hardwareMatches(identity, hostHardware(identity)));
  assert.ok(!hardwareMatches(hostHardware(identity), identity));
});

interface HardwareVector {
  readonly name: string;
  readonly components?: Record<keyof HardwareComponents, string | null>;
  readonly identity: string;
  readonly hostHardware: string;
  readonly a: string;
  readonly b: string;
  readonly matches: boolean;
}

Deno.test("hardwareIdentity() and hardwareMatches() agree with the vectors", () => {
  for (const vector of readVectors<HardwareVector>("hardware.json")) {
    if (vector.components === undefined) {
      assert.equal(hardwareMatches(unhex(vector.a), unhex(vector.b)), vector.matches, vector.name);
      continue;
    }
    const { system, board, disk, network } = vector.components;
    const identity = hardwareIdentity({
      system: system ?? undefined,
      board: board ?? undefined,
      disk: disk ?? undefined,
      network: network ?? undefined,
    });
    assert.deepEqual(identity, unhex(vector.identity), vector.name);
    assert.deepEqual(hostHardware(identity), unhex(vector.hostHardware), vector.name);
  }
});
