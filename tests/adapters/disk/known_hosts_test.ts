import assert from "node:assert/strict";
import { KnownHosts } from "../../../src/adapters/disk/known_hosts.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const ONE = "1".repeat(64);
const TWO = "2".repeat(64);

Deno.test("a certificate is kept by name and port, in a file for its owner alone", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/config/kms/known_hosts`;
  const known = new KnownHosts(path);
  assert.equal(await known.find("host:1690"), undefined);
  await known.add("host:1690", ONE);
  await known.add("host:1691", TWO);
  assert.equal(await new KnownHosts(path).find("host:1690"), ONE);
  assert.equal(await new KnownHosts(path).find("host:1691"), TWO);
  assert.equal(await known.find("host:169"), undefined);
  assert.equal(await folder.mode("config/kms/known_hosts"), "600");
  assert.equal(await folder.mode("config/kms"), "700");
  assert.equal(await Deno.readTextFile(path), `host:1690 sha256:${ONE}\nhost:1691 sha256:${TWO}\n`);
});

Deno.test("a certificate is forgotten, and no other; comments stay", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/known_hosts`;
  await Deno.writeTextFile(path, `# ours\na:1 sha256:${ONE}\nb:1 sha256:${TWO}\na:1 sha256:${TWO}\n`);
  const known = new KnownHosts(path);
  assert.equal(await known.find("a:1"), ONE, "the first holds");
  assert.equal(await known.remove("a:1"), true);
  assert.equal(await known.remove("a:1"), false);
  assert.equal(await Deno.readTextFile(path), `# ours\nb:1 sha256:${TWO}\n`);
});

Deno.test("what many add at one time is all kept", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/known_hosts`;
  const names = Array.from({ length: 20 }, (_, i) => `host-${i}:1690`);
  await Promise.all(names.map((name) => new KnownHosts(path).add(name, ONE)));
  for (const name of names) assert.equal(await new KnownHosts(path).find(name), ONE);
});

Deno.test("a line that is none is told: a damaged pin must not pass for one that was never there", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/known_hosts`;
  for (const line of [`a:1 sha256:${ONE.slice(1)}`, `a:1 ${ONE}`, "a:1", `a:1 sha1:${ONE}`]) {
    await Deno.writeTextFile(path, `${line}\n`);
    assert.match((await operationErrorOf(() => new KnownHosts(path).find("a:1"))).message, /line 1 is not/);
  }
});

Deno.test("a file that cannot be read or written is told", async () => {
  await using folder = await TempFolder.make();
  await Deno.mkdir(`${folder.path}/known_hosts`);
  const known = new KnownHosts(`${folder.path}/known_hosts`);
  assert.match((await operationErrorOf(() => known.find("a:1"))).message, /not a plain file/);
  assert.match((await operationErrorOf(() => known.add("a:1", ONE))).message, /Cannot write/);
});
