import assert from "node:assert/strict";
import { recordPassword } from "../../src/admin/passwords.ts";
import { SignIn } from "../../src/admin/sign_in.ts";
import type { User } from "../../src/admin/users.ts";
import { scrypt } from "../../src/crypto/scrypt.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { CountingDerive } from "../support/fakes/counting_derive.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const HOME = "192.0.2.7";
const ATTACKER = "198.51.100.1";
const ALICE = { user: "alice", password: "secret words" };
const WRONG = { user: "alice", password: "wrong words" };
const MINUTE = 60_000;

class Setting {
  readonly time = new FakeTime(1_000_000);
  readonly scrypt = new CountingDerive();
  readonly random = new SeededRandom(1);
  readonly events: HostEvent[] = [];
  users: User[] = [];
  readonly signIn = new SignIn({
    clock: this.time,
    timer: this.time,
    random: this.random,
    derive: this.scrypt.derive,
    users: () => this.users,
    record: (event) => void this.events.push(event),
  });

  static async make(): Promise<Setting> {
    const setting = new Setting();
    setting.users = [await setting.user("alice", "secret words")];
    setting.scrypt.calls = 0;
    return setting;
  }

  async user(name: string, password: string): Promise<User> {
    const record = await recordPassword(password, this.random, this.scrypt.derive);
    return { name, role: "administrator", password: record };
  }

  async kind(credentials: typeof ALICE, address: string): Promise<string> {
    return (await this.signIn.check(credentials, address)).kind;
  }

  /** Fails until the address has to wait. */
  async exhaust(address: string): Promise<void> {
    for (let i = 0; i < 3; i++) await this.kind(WRONG, address);
  }

  count(id: number): number {
    return this.events.filter((event) => event.id === id).length;
  }
}

Deno.test("NULs behind the right password make a wrong one, with scrypt as it is", async () => {
  const setting = await Setting.make();
  const record = await recordPassword("secret words", setting.random, scrypt);
  setting.users = [{ name: "alice", role: "reader", password: record }];
  const signIn = new SignIn({
    clock: setting.time,
    timer: setting.time,
    random: setting.random,
    derive: scrypt,
    users: () => setting.users,
    record: () => {},
  });
  assert.equal((await signIn.check({ ...ALICE, password: "secret words\0" }, HOME)).kind, "refused");
  assert.equal((await signIn.check(ALICE, HOME)).kind, "signedIn");
});

Deno.test("the right password signs in, in any capitals of the name; a wrong one does not", async () => {
  const setting = await Setting.make();
  const result = await setting.signIn.check({ ...ALICE, user: "ALICE" }, HOME);
  assert.equal(result.kind === "signedIn" && result.user.name, "alice");
  assert.equal(await setting.kind(WRONG, HOME), "refused");
  assert.equal(await setting.kind({ user: "alice", password: "" }, HOME), "refused");
});

Deno.test("an unknown user costs one derivation, as a known one does, and is told the same", async () => {
  const setting = await Setting.make();
  const known = await setting.signIn.check(WRONG, HOME);
  assert.equal(setting.scrypt.calls, 1);
  const unknown = await setting.signIn.check({ user: "mallory", password: "wrong words" }, HOME);
  assert.equal(setting.scrypt.calls, 2);
  assert.deepEqual(unknown, known);
});

Deno.test("a remembered sign-in costs no derivation and no second event", async () => {
  const setting = await Setting.make();
  for (let i = 0; i < 50; i++) assert.equal(await setting.kind(ALICE, HOME), "signedIn");
  assert.equal(setting.scrypt.calls, 1);
  assert.deepEqual(setting.events, [
    { id: EventId.signedIn, time: 1_000_000, user: "alice", address: HOME },
  ]);
  await setting.time.advance(15 * MINUTE);
  await setting.kind(ALICE, HOME);
  assert.equal(setting.scrypt.calls, 2);
});

Deno.test("from the third failure on an address waits, without its passwords being looked at", async () => {
  const setting = await Setting.make();
  await setting.exhaust(ATTACKER);
  assert.deepEqual(await setting.signIn.check(ALICE, ATTACKER), { kind: "delayed", milliseconds: 1000 });
  assert.equal(setting.scrypt.calls, 3);
  await setting.time.advance(1000);
  assert.equal(await setting.kind(ALICE, ATTACKER), "signedIn");
});

Deno.test("an attack on a user keeps that user out neither elsewhere nor where the sign-in is remembered", async () => {
  const setting = await Setting.make();
  await setting.kind(ALICE, ATTACKER); // as from behind the same address
  await setting.exhaust(ATTACKER);
  assert.equal(await setting.kind(ALICE, ATTACKER), "signedIn");
  assert.equal(await setting.kind(ALICE, HOME), "signedIn");
});

Deno.test("a remembered sign-in does not make guessing from its address free", async () => {
  const setting = await Setting.make();
  await setting.kind(ALICE, ATTACKER);
  for (let i = 0; i < 10; i++) await setting.kind({ user: "alice", password: `guess ${i}` }, ATTACKER);
  assert.equal(await setting.kind(ALICE, ATTACKER), "delayed");
});

Deno.test("attempts at one time from one address do not slip past its delay", async () => {
  const setting = await Setting.make();
  const gate = Promise.withResolvers<void>();
  setting.scrypt.gate = gate.promise;
  const kinds = Promise.all([0, 1, 2, 3, 4].map(() => setting.kind(WRONG, ATTACKER)));
  await settled();
  gate.resolve();
  assert.deepEqual(await kinds, ["refused", "refused", "refused", "delayed", "delayed"]);
  assert.equal(setting.scrypt.calls, 3);
});

Deno.test("one password is checked at a time, and what is too much is turned away at once", async () => {
  const setting = await Setting.make();
  const gate = Promise.withResolvers<void>();
  setting.scrypt.gate = gate.promise;
  const attempts = Array.from({ length: 60 }, (_, i) => setting.kind(WRONG, `198.51.100.${i}`));
  await settled();
  const busy = Promise.race([attempts[59], settled().then(() => "waits")]);
  assert.equal(await busy, "busy");
  gate.resolve();
  const kinds = await Promise.all(attempts);
  assert.equal(kinds.filter((kind) => kind === "refused").length, 33);
  assert.equal(setting.scrypt.mostRunning, 1);
});

Deno.test("somebody else is served next, however many an attacker has waiting", async () => {
  const setting = await Setting.make();
  const gate = Promise.withResolvers<void>();
  setting.scrypt.gate = gate.promise;
  const order: string[] = [];
  const attempt = (address: string, credentials: typeof ALICE) =>
    setting.kind(credentials, address).then(() => order.push(address));
  const attacks = Array.from({ length: 5 }, () => attempt(ATTACKER, WRONG));
  const own = attempt(HOME, ALICE);
  await settled();
  gate.resolve();
  await Promise.all([...attacks, own]);
  assert.ok(order.indexOf(HOME) <= 2, `${order}`);
});

Deno.test("forget() makes the next request pay for itself, and ends what goes on", async () => {
  const setting = await Setting.make();
  const before = await setting.signIn.check(ALICE, HOME);
  assert.ok(before.kind === "signedIn" && !before.ended.aborted);
  setting.users = [await setting.user("alice", "new words here")];
  setting.signIn.forget("alice");
  assert.equal(before.ended.aborted, true);
  assert.equal(await setting.kind(ALICE, HOME), "refused");
  const after = await setting.signIn.check({ user: "alice", password: "new words here" }, HOME);
  assert.ok(after.kind === "signedIn" && !after.ended.aborted);
});

Deno.test("a user who is removed while the password is checked does not come in", async () => {
  const setting = await Setting.make();
  const gate = Promise.withResolvers<void>();
  setting.scrypt.gate = gate.promise;
  const result = setting.kind(ALICE, HOME);
  await settled();
  setting.users = [];
  gate.resolve();
  assert.equal(await result, "refused");
  assert.equal(setting.count(EventId.signedIn), 0);
});

Deno.test("a password that is changed while it is checked does not let in any more", async () => {
  const setting = await Setting.make();
  const changed = await setting.user("alice", "new words here");
  const gate = Promise.withResolvers<void>();
  setting.scrypt.gate = gate.promise;
  const result = setting.kind(ALICE, HOME);
  await settled();
  setting.users = [changed];
  setting.signIn.forget("alice");
  gate.resolve();
  assert.equal(await result, "refused");
  assert.equal(await setting.kind(ALICE, HOME), "refused", "and it was not remembered either");
});

Deno.test("a removed user is not let in by a remembered sign-in either", async () => {
  const setting = await Setting.make();
  await setting.kind(ALICE, HOME);
  setting.users = [];
  assert.equal(await setting.kind(ALICE, HOME), "refused");
});

Deno.test("a role that was changed counts from the next request on", async () => {
  const setting = await Setting.make();
  await setting.kind(ALICE, HOME);
  setting.users = setting.users.map((user) => ({ ...user, role: "reader" as const }));
  const result = await setting.signIn.check(ALICE, HOME);
  assert.equal(result.kind === "signedIn" && result.user.role, "reader");
});

Deno.test("a thousand failures are told in two events", async () => {
  const setting = await Setting.make();
  for (let i = 0; i < 1000; i++) await setting.kind(WRONG, `198.51.${i >> 8}.${i & 255}`);
  setting.signIn.stop();
  assert.equal(setting.count(EventId.signInFailed), 2);
});
