import assert from "node:assert/strict";
import { makeSelfSigned } from "../../src/adapters/network/self_signed.ts";
import { Administration } from "../../src/admin/administration.ts";
import { certificateFingerprint } from "../../src/crypto/tls_identity.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { CountingDerive } from "../support/fakes/counting_derive.ts";
import { FakeListener } from "../support/fakes/fake_listener.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { MemoryDocuments } from "../support/disk/memory_documents.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const BY = "alice from 192.0.2.7";
const ON = { enabled: true, port: null, address: null };
const OFF = { ...ON, enabled: false };
const HARDWARE = new Uint8Array(16).fill(1);
const BOB = { name: "bob", role: "reader", password: "secret words" } as const;

class Site {
  readonly documents = new MemoryDocuments();
  readonly listener = new FakeListener();
  readonly events: HostEvent[] = [];
  readonly ended: string[] = [];
  readonly time = new FakeTime(1_000_000);
  readonly random = new SeededRandom(1);
  certificates = 0;

  open(hardware: Uint8Array = HARDWARE): Promise<Administration> {
    return Administration.open({
      clock: this.time,
      random: this.random,
      documents: this.documents,
      hardware,
      derive: new CountingDerive().derive,
      makeIdentity: () => {
        this.certificates += 1;
        return makeSelfSigned("host", { clock: this.time, random: this.random });
      },
      listener: this.listener,
      record: (event) => Promise.resolve(void this.events.push(event)),
      userEnded: (name) => this.ended.push(name),
    });
  }
}

Deno.test("remote administration is off at first, on port 1690 of all addresses, without certificate or user", async () => {
  const administration = await new Site().open();
  assert.deepEqual(await administration.status(), {
    enabled: false,
    address: "0.0.0.0",
    port: 1690,
    listening: null,
    fingerprint: null,
    users: [],
  });
  await administration.start();
  assert.equal((await administration.status()).listening, null);
});

Deno.test("switched on it listens at once and after a restart, with one certificate, and says so in an event", async () => {
  const site = new Site();
  await (await site.open()).change({ ...ON, port: 1700, address: "127.0.0.1" }, BY);
  const { fingerprint } = await (await site.open()).status();
  assert.equal(fingerprint, certificateFingerprint(site.documents.texts.get("admin.crt")!));
  await (await site.open()).start();
  assert.equal(site.certificates, 1);
  const [first, second] = site.listener.asked;
  assert.deepEqual(second, first);
  assert.deepEqual(site.listener.listening, { address: "127.0.0.1", port: 1700 });
  assert.deepEqual(site.events, [
    { id: EventId.adminChanged, time: 1_000_000, enabled: true, port: 1700, by: BY },
  ]);
});

Deno.test("switched off it listens no more, and keeps port, users and certificate", async () => {
  const site = new Site();
  const administration = await site.open();
  await administration.change({ ...ON, port: 1700 }, BY);
  await administration.addUser(BOB, BY);
  await administration.change(OFF, BY);
  assert.equal(site.listener.listening, null);
  const { enabled, port, users, fingerprint } = await (await site.open()).status();
  assert.deepEqual({ enabled, port, users }, {
    enabled: false,
    port: 1700,
    users: [{ name: "bob", role: "reader" }],
  });
  assert.equal(fingerprint?.length, 64);
});

Deno.test("what is so already changes nothing and is no event", async () => {
  const site = new Site();
  const administration = await site.open();
  await administration.change(OFF, BY);
  await administration.change(ON, BY);
  await administration.change(ON, BY);
  assert.equal(site.events.length, 1);
});

Deno.test("a port that is taken is not kept", async () => {
  const site = new Site();
  site.listener.taken.add(1700);
  const administration = await site.open();
  await administration.change(ON, BY);
  const before = await administration.status();
  assert.match(
    (await operationErrorOf(() => administration.change({ ...ON, port: 1700 }, BY))).message,
    /in use/,
  );
  assert.deepEqual(await (await site.open()).status(), before);
  assert.equal(site.events.length, 1);
});

Deno.test("a setting that the disk does not take is not in force, and no event", async () => {
  const site = new Site();
  const administration = await site.open();
  await administration.change(ON, BY);
  site.documents.failing = (name) => name === "admin.json";
  await assert.rejects(() => administration.change({ ...ON, port: 1700 }, BY), /no space left/);
  assert.equal(site.listener.listening?.port, 1690);
  await assert.rejects(() => administration.change(OFF, BY), /no space left/);
  assert.equal(site.listener.listening?.port, 1690);
  assert.equal((await administration.status()).enabled, true);
  assert.equal(site.events.length, 1);
});

Deno.test("users are added, get another password and are removed, each time on disk and with an event", async () => {
  const site = new Site();
  const administration = await site.open();
  const stored = () =>
    site.documents.parsed<{ users: { name: string; password: object }[] }>("admin.json").users;
  await administration.addUser(BOB, BY);
  const [added] = stored();
  await administration.changePassword("BOB", "other words", BY);
  const [changed] = stored();
  assert.equal(changed?.name, "bob");
  assert.notDeepEqual(changed?.password, added?.password);
  await administration.removeUser("Bob", BY);
  assert.deepEqual(stored(), []);
  assert.deepEqual(site.ended, ["bob", "bob"]);
  assert.deepEqual(
    site.events.map((event) => event.id === EventId.userChanged && [event.user, event.change, event.by]),
    [["bob", "added", BY], ["bob", "passwordChanged", BY], ["bob", "removed", BY]],
  );
});

Deno.test("a name that is taken, in whatever capitals, one that there is not, and a short password are refused", async () => {
  const site = new Site();
  const administration = await site.open();
  await administration.addUser(BOB, BY);
  const before = site.documents.snapshot();
  for (
    const refused of [
      () => administration.addUser({ ...BOB, name: "BOB" }, BY),
      () => administration.addUser({ ...BOB, name: "eve", password: "short" }, BY),
      () => administration.changePassword("bob", "short", BY),
      () => administration.changePassword("eve", "secret words", BY),
      () => administration.removeUser("eve", BY),
    ]
  ) await operationErrorOf(refused);
  assert.deepEqual(site.documents.snapshot(), before);
  assert.equal(site.events.length, 1);
});

Deno.test("changes that come at one time are all kept", async () => {
  const site = new Site();
  const administration = await site.open();
  const names = Array.from({ length: 20 }, (_, i) => `user${i}`);
  await Promise.all([
    administration.change(ON, BY),
    ...names.map((name) => administration.addUser({ ...BOB, name }, BY)),
  ]);
  const { users, enabled } = await (await site.open()).status();
  assert.deepEqual(users.map(({ name }) => name), names);
  assert.equal(enabled, true);
});

Deno.test("no file holds a password", async () => {
  const site = new Site();
  await (await site.open()).addUser(BOB, BY);
  assert.equal(JSON.stringify(site.documents.snapshot()).includes(BOB.password), false);
});

Deno.test("a folder that was copied to another computer makes a certificate of its own", async () => {
  const site = new Site();
  await (await site.open()).change(ON, BY);
  const other = await site.open(new Uint8Array(16).fill(2));
  await other.start();
  assert.equal(site.certificates, 2);
  const [first, second] = site.listener.asked;
  assert.notEqual(first?.certificate, second?.certificate);
});

Deno.test("a certificate that was forgotten before an image was made is made anew", async () => {
  const site = new Site();
  const administration = await site.open();
  await administration.change(ON, BY);
  await administration.forgetIdentity();
  assert.equal((await administration.status()).fingerprint, null);
  await (await site.open()).start();
  assert.equal(site.certificates, 2);
});

Deno.test("whichever write a crash comes before, the next start has a certificate that fits its key", async () => {
  for (const name of ["admin.key", "admin.crt", "admin.json"]) {
    const site = new Site();
    site.documents.failing = (writing) => writing === name;
    await assert.rejects(async () => await (await site.open()).change(ON, BY));
    site.documents.failing = () => false;
    const administration = await site.open();
    await administration.change(ON, BY);
    const { fingerprint } = await (await site.open()).status();
    assert.equal(fingerprint, certificateFingerprint(site.documents.texts.get("admin.crt")!));
  }
});

for (const name of ["admin.key", "admin.crt"]) {
  Deno.test(`a damaged ${name} is told, and not silently replaced`, async () => {
    const site = new Site();
    await (await site.open()).change(ON, BY);
    site.documents.texts.set(name, "-----BEGIN NOTHING-----");
    const administration = await site.open();
    const error = await operationErrorOf(() => administration.start());
    assert.match(error.message, /damaged/);
    assert.match(error.remedy ?? "", /backup/);
    assert.equal(site.certificates, 1);
  });
}

Deno.test("a damaged admin.json is told with what to do", async () => {
  const site = new Site();
  for (const text of ["{", "[]", '{"format":0}', "7"]) {
    site.documents.texts.set("admin.json", text);
    const error = await operationErrorOf(() => site.open());
    assert.match(error.message, /admin\.json/);
    assert.match(error.remedy ?? "", /remove admin\.json/);
  }
  site.documents.texts.set("admin.json", '{"format":2}');
  const newer = await operationErrorOf(() => site.open());
  assert.match(newer.remedy ?? "", /at least as new/, "nothing that a later version wrote is to be removed");
});
