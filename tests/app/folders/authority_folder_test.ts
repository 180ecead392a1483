import assert from "node:assert/strict";
import {
  changeKey,
  initAuthority,
  listKeys,
  openAuthority,
  serveAuthority,
  showKey,
} from "../../../src/app/folders/authority_folder.ts";
import { decodeProductKey } from "../../../src/crypto/product_key.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { Applicant } from "../../support/roles/applicant.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const WANTED = { publisher: "Example", url: null, products: undefined };

Deno.test("an authority's folder and every file in it are its owner's alone", async () => {
  await using folder = await TempFolder.make();
  await initAuthority(`${folder.path}/pub`, WANTED);
  assert.equal(await folder.mode("pub"), "700");
  const names = (await Array.fromAsync(Deno.readDir(`${folder.path}/pub`))).map(({ name }) => name);
  assert.equal(names.length, 9);
  for (const name of names) assert.equal(await folder.mode(`pub/${name}`), "600", name);
});

Deno.test("an authority is not made a second time, nor over a customer's licence file", async () => {
  await using folder = await TempFolder.make();
  await initAuthority(folder.path, WANTED);
  const before = await Deno.readTextFile(`${folder.path}/root-1.key`);
  await operationErrorOf(() => initAuthority(folder.path, WANTED));
  assert.equal(await Deno.readTextFile(`${folder.path}/root-1.key`), before);
  await Deno.mkdir(`${folder.path}/host`, { mode: 0o700 });
  await Deno.writeTextFile(`${folder.path}/host/publisher.lic`, "theirs");
  await operationErrorOf(() => initAuthority(`${folder.path}/host`, WANTED));
  assert.equal(await Deno.readTextFile(`${folder.path}/host/publisher.lic`), "theirs");
});

Deno.test("a products file that is refused makes no folder, and says how one is written", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/pub`;
  const error = await operationErrorOf(() => initAuthority(path, { ...WANTED, products: "nonsense" }));
  assert.match(error.remedy ?? "", /"threshold": 25/);
  assert.deepEqual(await folder.names(), []);
});

Deno.test("an authority that a full disk has no room for leaves nothing behind, and is made once there is room", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  const path = `${disk.path}/pub`;
  await Deno.mkdir(path, { mode: 0o700 });
  await Deno.writeTextFile(`${path}/lock`, "123456\n");
  const empty = await disk.fill();
  const error = await operationErrorOf(() => initAuthority(path, WANTED));
  assert.match(error.message, /^Cannot write .*: No space left/);
  const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
  assert.deepEqual(names, ["lock"]);
  await empty();
  await initAuthority(path, WANTED);
});

Deno.test("hosts that two processes activate at the same time are all kept", async () => {
  await using site = await TestSite.make();
  const key = site.hostKey;
  const args = [site.authorityFolder, key];
  await using one = new ChildProgram("activating_child.ts", [...args, "a", "b", "c"]);
  await using other = new ChildProgram("activating_child.ts", [...args, "d", "e", "f"]);
  for (const expected of ["ready", "done"]) {
    assert.deepEqual([await one.line(), await other.line()], [expected, expected]);
  }
  const { hosts } = await showKey(site.authorityFolder, decodeProductKey(key).serial);
  assert.deepEqual(hosts.map(({ activations }) => activations), [1, 1, 1, 1, 1, 1]);
});

Deno.test("a key is shown with its products, limits and hosts, and changed", async () => {
  await using site = await TestSite.make();
  const { serial } = decodeProductKey(site.hostKey);
  const host = new Applicant(site.hostKey, "host");
  const { notAfter } = await host.activate(site.authority);
  const changed = await changeKey(site.authorityFolder, serial, { blocked: true, hostLimit: 9 });
  assert.deepEqual(await listKeys(site.authorityFolder), [changed]);
  assert.deepEqual(changed.products, ["Editor", "Server"]);
  assert.deepEqual([changed.blocked, changed.hostLimit, changed.activationLimit], [true, 9, 10]);
  assert.equal(changed.hosts[0]!.ends, notAfter * 60_000);
  assert.match(changed.hosts[0]!.hardware, /^[0-9a-f]{16}$/);
});

Deno.test("a folder without an authority is named, and not made", async () => {
  await using folder = await TempFolder.make();
  const error = await operationErrorOf(() => openAuthority(`${folder.path}/none`));
  assert.match(error.remedy ?? "", /kms authority init/);
  assert.deepEqual(await folder.names(), []);
});

Deno.test("the activation service answers POST alone, and reads no body of more than ten thousand bytes", async () => {
  await using site = await TestSite.make();
  const service = await serveAuthority(site.authorityFolder, "127.0.0.1", 0);
  const status = async (init: RequestInit) => {
    const response = await fetch(`${service.url}/v1/challenge`, init);
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await status({ method: "POST", body: "{}" }), 200);
  assert.equal(await status({}), 405);
  assert.equal(await status({ method: "POST", body: "x".repeat(10_001) }), 413);
  const chunks = Array.from({ length: 100 }, () => new Uint8Array(1000));
  assert.equal(await status({ method: "POST", body: ReadableStream.from(chunks) }), 413);
  await service.close();
});

Deno.test("an address of the activation service that is taken is named, with the option that chooses another", async () => {
  await using site = await TestSite.make();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const error = await operationErrorOf(() =>
    serveAuthority(site.authorityFolder, "127.0.0.1", taken.addr.port)
  );
  assert.match(error.message, /the port is in use/);
  assert.match(error.remedy ?? "", /--listen ADDR:PORT/);
});
