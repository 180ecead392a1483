import assert from "node:assert/strict";
import { type DeriveKey, recordPassword } from "../../../src/admin/passwords.ts";
import { SignIn } from "../../../src/admin/sign_in.ts";
import type { User } from "../../../src/admin/users.ts";
import { scrypt } from "../../../src/crypto/scrypt.ts";
import { CountingDerive } from "../../support/fakes/counting_derive.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";

const PASSWORD = "secret words";

/** Somebody who is wrong, in each way there is. */
const WRONG: readonly (readonly [string, string, string])[] = [
  ["a known user", "alice", "wrong words"],
  ["an unknown user", "mallory", "wrong words"],
  ["an unknown user with a known one's password", "mallory", PASSWORD],
  ["a known user without a password", "alice", ""],
  ["an unknown user without a password", "mallory", ""],
  ["a known user with a very long password", "alice", "x".repeat(100_000)],
  ["an unknown user with a very long password", "mallory", "x".repeat(100_000)],
  ["a name of no letters", "\0", "wrong words"],
];

/** Whoever is wrong costs one derivation, of the same parameters and of as much salt. Resolves with how many ways were compared. */
export async function sameWork(seed: number): Promise<number> {
  const counting = new CountingDerive();
  const seen: string[] = [];
  const gate = await Gate.open(seed, (password, salt, parameters) => {
    seen.push(JSON.stringify({ parameters, salt: salt.length }));
    return counting.derive(password, salt, parameters);
  });
  const [usual] = seen.splice(0);
  for (const [who, user, password] of WRONG) {
    assert.equal(await gate.kind(user, password), "refused", who);
    assert.deepEqual(seen.splice(0), [usual], `the derivations that ${who} costs`);
  }
  return WRONG.length;
}

/** Milliseconds that known and unknown users take, one after the other in an order that is drawn, and whether chance explains the difference. */
export async function sameTime(
  seed: number,
  samples: number,
  progress: (done: number) => void,
): Promise<string> {
  const gate = await Gate.open(seed, scrypt);
  const random = new SeededRandom(seed);
  const times: { known: boolean; milliseconds: number }[] = [];
  for (let i = 0; i < samples; i++) {
    const first = random.chance();
    for (const known of [first, !first]) {
      const began = performance.now();
      assert.equal(await gate.kind(known ? "alice" : "mallory", `wrong words ${i}`), "refused");
      times.push({ known, milliseconds: performance.now() - began });
    }
    progress(i + 1);
  }
  const milliseconds = times.map((time) => time.milliseconds);
  const labels = times.map(({ known }) => known);
  const difference = differenceOf(milliseconds, labels);
  const chance = permutationTest(milliseconds, labels, random);
  const said = `known and unknown users differ by ${difference.toFixed(2)} ms of ${
    median(milliseconds).toFixed(1)
  } ms (medians of ${samples}, p = ${chance.toFixed(3)})`;
  assert.ok(chance > 0.001, `${said}: it is no chance`);
  return said;
}

/** How often labels that are drawn make as great a difference. */
function permutationTest(
  values: readonly number[],
  labels: readonly boolean[],
  random: SeededRandom,
): number {
  const DRAWS = 2000;
  const seen = Math.abs(differenceOf(values, labels));
  let asGreat = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = [...labels];
    for (let i = drawn.length - 1; i > 0; i--) {
      const other = random.upTo(i);
      [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
    }
    if (Math.abs(differenceOf(values, drawn)) >= seen) asGreat += 1;
  }
  return (asGreat + 1) / (DRAWS + 1);
}

function differenceOf(values: readonly number[], labels: readonly boolean[]): number {
  return median(values.filter((_, i) => labels[i])) - median(values.filter((_, i) => !labels[i]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

/** A sign-in with one user, whom each asks from an address of his own. */
class Gate {
  readonly #signIn: SignIn;
  #addresses = 0;

  private constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  static async open(seed: number, derive: DeriveKey): Promise<Gate> {
    const random = new SeededRandom(seed);
    const time = new FakeTime(1_000_000);
    const alice: User = {
      name: "alice",
      role: "reader",
      password: await recordPassword(PASSWORD, random, derive),
    };
    const users = () => [alice];
    return new Gate(new SignIn({ clock: time, timer: time, random, derive, users, record: () => {} }));
  }

  async kind(user: string, password: string): Promise<string> {
    this.#addresses += 1;
    const address = `10.0.${this.#addresses >> 8}.${this.#addresses & 255}`;
    return (await this.#signIn.check({ user, password }, address)).kind;
  }
}
