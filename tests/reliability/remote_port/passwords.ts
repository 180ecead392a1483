import assert from "node:assert/strict";
import { recordPassword } from "../../../src/admin/passwords.ts";
import { SignIn } from "../../../src/admin/sign_in.ts";
import type { User } from "../../../src/admin/users.ts";
import { EventId, type HostEvent } from "../../../src/policy/events.ts";
import { CountingDerive } from "../../support/fakes/counting_derive.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";

const PASSWORD = "secret wörds";
const HOME = "192.0.2.7";
const ADDRESSES = 200;
const LONGEST_WAIT_MS = 30_000;
const HOUR = 3_600_000;

/** A guess that is near the password, or far from it. */
export function guess(random: SeededRandom, password = PASSWORD): string {
  const at = random.upTo(password.length - 1);
  const near = [
    password.slice(0, at),
    password + String.fromCharCode(random.upTo(126)),
    password.slice(0, at) + String.fromCharCode(33 + random.upTo(93)) + password.slice(at + 1),
    password.toUpperCase(),
    `${password}\0`,
    ` ${password}`,
    password.normalize("NFKD").replace(/\p{M}/gu, ""),
    Array.from(random.bytes(12), (byte) => String.fromCharCode(33 + byte % 94)).join(""),
    "",
    "x".repeat(random.upTo(3000)),
  ];
  const found = near[random.upTo(near.length - 1)]!;
  return found.normalize("NFC") === password.normalize("NFC") ? `${found}?` : found;
}

/** Wrong passwords from many addresses, in a time that is moved on. Nobody may come in but the user, who must. Resolves with what came of them. */
export async function guessInVain(seed: number, guesses: number): Promise<string> {
  const random = new SeededRandom(seed);
  const gate = await Gate.open(random);
  const seen: Record<string, number> = { refused: 0, delayed: 0, busy: 0 };
  for (let i = 0; i < guesses; i++) {
    const user = random.upTo(9) === 0 ? "mallory" : "alice";
    const address = `198.51.100.${random.upTo(ADDRESSES - 1)}`;
    const kind = await gate.kind(user, guess(random), address);
    assert.notEqual(kind, "signedIn", `guess ${i} of seed ${seed} as ${user} was let in`);
    seen[kind] = (seen[kind] ?? 0) + 1;
    if (random.upTo(3) === 0) await gate.time.advance(random.upTo(4000));
    if (i % 100 === 0) {
      assert.equal(await gate.kind("alice", PASSWORD, HOME), "signedIn", `alice, after guess ${i}`);
    }
  }
  await notLockedOut(gate);
  const told = gate.events.filter(({ id }) => id === EventId.signInFailed).length;
  const minutes = gate.time.elapsed() / 60_000;
  assert.ok(told <= minutes + 1, `${told} events of failed sign-ins in ${minutes} minutes`);
  return `${guesses} wrong passwords from ${ADDRESSES} addresses (${seen["refused"]} were looked at, ${
    seen["delayed"]
  } had to wait), 0 let in`;
}

/** From the guessers' own address too the user comes in after the longest wait. */
async function notLockedOut(gate: Gate): Promise<void> {
  const address = "198.51.100.250";
  for (let i = 0; i < 50; i++) {
    await gate.kind("alice", "wrong words", address);
    await gate.time.advance(LONGEST_WAIT_MS);
  }
  assert.equal(
    await gate.kind("alice", PASSWORD, address),
    "signedIn",
    "alice at the guessers' address, after the longest wait",
  );
}

/** An address that asks again as soon as it may, for an hour. Resolves with how many of its passwords were looked at. */
export async function guessesInAnHour(seed: number): Promise<number> {
  const random = new SeededRandom(seed);
  const gate = await Gate.open(random);
  const before = gate.scrypt.calls;
  for (const until = gate.time.now() + HOUR; gate.time.now() < until;) {
    const result = await gate.check("alice", guess(random), "198.51.100.9");
    assert.notEqual(result.kind, "signedIn");
    if (result.kind === "delayed") await gate.time.advance(result.milliseconds);
  }
  const looked = gate.scrypt.calls - before;
  assert.ok(looked <= HOUR / LONGEST_WAIT_MS + 8, `an address has ${looked} passwords looked at in an hour`);
  return looked;
}

/** Where the user is signed in at the same address: guesses that are held against that sign-in, without a derivation, before it is over. */
export async function guessesAtASignIn(seed: number): Promise<number> {
  const gate = await Gate.open(new SeededRandom(seed));
  for (let i = 0; i < 20; i++) {
    assert.equal(
      await gate.kind("alice", PASSWORD, HOME),
      "signedIn",
      "alice, at the address of whoever guesses",
    );
    for (let wrong = 0; wrong < i; wrong++) await gate.kind("alice", `wrong ${wrong}`, HOME);
    const before = gate.scrypt.calls;
    const again = await gate.check("alice", PASSWORD, HOME);
    if (again.kind === "delayed" || gate.scrypt.calls > before) return i;
    await gate.time.advance(HOUR);
  }
  throw new Error("a sign-in that is remembered may be guessed at without end");
}

class Gate {
  readonly time = new FakeTime(1_000_000);
  readonly scrypt = new CountingDerive();
  readonly events: HostEvent[] = [];
  readonly #signIn: SignIn;

  private constructor(random: SeededRandom, users: readonly User[]) {
    const record = (event: HostEvent) => void this.events.push(event);
    const { time, scrypt: { derive } } = this;
    this.#signIn = new SignIn({ clock: time, timer: time, random, derive, users: () => users, record });
  }

  static async open(random: SeededRandom): Promise<Gate> {
    const password = await recordPassword(PASSWORD, random, new CountingDerive().derive);
    return new Gate(random, [{ name: "alice", role: "administrator", password }]);
  }

  check(user: string, password: string, address: string) {
    return this.#signIn.check({ user, password }, address);
  }

  async kind(user: string, password: string, address: string): Promise<string> {
    return (await this.check(user, password, address)).kind;
  }
}
