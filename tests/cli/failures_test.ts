import assert from "node:assert/strict";
import { HeldFolder } from "../../src/adapters/disk/state_folder.ts";
import { kms, type Typed } from "../support/terminal/command_line.ts";
import { SmallDisk } from "../support/disk/small_disk.ts";
import { TestSite } from "../support/roles/test_site.ts";

/** Fails unless the command failed with one line on standard error that matches, and printed no result. */
function assertFailed({ status, stdout, stderr }: Typed, named: RegExp, remedy: RegExp): void {
  assert.equal(status, 1, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^kms: [^\n]*\n$/);
  assert.match(stderr, named);
  assert.match(stderr, remedy);
}

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(`${folder}/${name}`)));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
}

/** A site with the licence in a file, and a state folder in which it is installed. */
async function setUp() {
  const site = await TestSite.make();
  const [state, file] = [site.folder(), site.folder("publisher.lic")];
  await Deno.writeTextFile(file, site.licence);
  assert.equal((await kms("--state", state, "/ilc", file)).status, 0);
  return { site, state, file };
}

Deno.test("a state folder that is not there is named", async () => {
  await using site = await TestSite.make();
  const typed = await kms("--state", site.folder(), "dlv");
  assertFailed(typed, /There is no state folder .*\/state/, /kms \/ilc FILE makes it/);
});

Deno.test("a key with one wrong character installs nothing", async () => {
  const { site, state } = await setUp();
  await using _site = site;
  const before = await contents(state);
  const wrong = site.hostKey.replace(/^./, (first) => first === "B" ? "C" : "B");
  const typed = await kms("--state", state, "ipk", wrong);
  assertFailed(typed, /0xC004F050: Cannot decode product key/, /character by character/);
  assert(!typed.stderr.includes(wrong));
  assert.deepEqual(await contents(state), before);
});

Deno.test("a port out of range is refused before a folder is made for it", async () => {
  await using site = await TestSite.make();
  for (const port of ["0", "65536"]) {
    const typed = await kms("--state", site.folder(), "/sprt", port);
    assertFailed(typed, /0x80070057: .*the port/, new RegExp(`from 1 to 65535, got ${port}`));
  }
  await assert.rejects(() => Deno.stat(site.folder()), Deno.errors.NotFound);
});

Deno.test("a licence file with one byte changed installs nothing, wherever the byte is", async () => {
  const { site, state, file } = await setUp();
  await using _site = site;
  const before = await contents(state);
  for (const place of [0, 12, 40, 700, site.licence.length - 10]) {
    const other = site.licence[place] === "A" ? "B" : "A";
    await Deno.writeTextFile(file, site.licence.slice(0, place) + other + site.licence.slice(place + 1));
    assertFailed(
      await kms("--state", state, "ilc", file),
      /Cannot decode/,
      /get the file from the publisher again/,
    );
  }
  assert.deepEqual(await contents(state), before);
});

Deno.test("a licence file under other roots is refused unless it is accepted on purpose", async () => {
  const { site, state, file } = await setUp();
  await using _site = site;
  await using other = await TestSite.make();
  await Deno.writeTextFile(file, other.licence);
  assertFailed(await kms("--state", state, "ilc", file), /other root keys/, /--accept-new-roots/);
  assert.equal((await kms("--state", state, "ilc", file, "--accept-new-roots")).status, 0);
  assert.equal(await Deno.readTextFile(`${state}/publisher.lic`), other.licence);
});

Deno.test("a state folder in use is named with the process that has it", async () => {
  const { site, state } = await setUp();
  await using _site = site;
  using _held = await HeldFolder.hold(state);
  const typed = await kms("--state", state, "upk");
  assertFailed(typed, new RegExp(`in use by another process \\(process ${Deno.pid}\\)`), /stop that process/);
});

Deno.test("a state folder on a read-only disk is named, and so is one where there is a file", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  await Deno.writeTextFile(`${disk.path}/file`, "");
  await disk.remount("ro");
  const readOnly = await kms("--state", `${disk.path}/state`, "sprt", "1700");
  assertFailed(readOnly, /Cannot use the folder .*\/state: Read-only file system\./, /--state DIR/);
  const onFile = await kms("--state", `${disk.path}/file`, "dli");
  assertFailed(onFile, /Cannot use the folder .*\/file/, /--state DIR/);
});

Deno.test("a full disk keeps a licence file out and a key in, whole, and says what to do", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  const { site, file } = await setUp();
  await using _site = site;
  await using _disk = disk;
  const state = `${disk.path}/state`;
  assert.equal((await kms("--state", state, "ilc", file)).status, 0);
  assert.equal((await kms("--state", state, "ipk", site.hostKey)).status, 0);
  const empty = await disk.fill();
  const before = await contents(state);
  for (const words of [["ilc", file], ["upk"]]) {
    assertFailed(await kms("--state", state, ...words), /No space left on device/, /make room/);
    assert.deepEqual(await contents(state), before);
  }
  assert.equal((await kms("--state", state, "dli")).status, 0);
  await empty();
  assert.equal((await kms("--state", state, "upk")).status, 0);
});

Deno.test("a setting that was answered on a full disk is kept, and one that was refused is not", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  const state = `${disk.path}/state`;
  assert.equal((await kms("--state", state, "sri", "90")).status, 0);
  const empty = await disk.fill();
  const values = Array.from({ length: 40 }, (_, i) => 100 + i);
  let answered = 90;
  for (const value of values) {
    const { status } = await kms("--state", state, "sri", String(value));
    if (status === 0) answered = value;
  }
  await empty();
  assert(answered < values.at(-1)!, "the disk was never full");
  const { stdout } = await kms("--state", state, "dli", "--json");
  assert.equal(JSON.parse(stdout).SoftwareLicensingService.VLRenewalInterval, answered);
});

Deno.test("an authority on a full disk is not half made", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  await Deno.mkdir(`${disk.path}/pub`, { mode: 0o700 });
  await disk.fill();
  const typed = await kms("authority", "init", "--dir", `${disk.path}/pub`, "--publisher", "Example");
  assertFailed(typed, /Cannot write .*: No space left on device/, /make room/);
  assert.deepEqual(Object.keys(await contents(`${disk.path}/pub`)), ["lock"]);
});

Deno.test("a publisher's name that no host could read makes no authority", async () => {
  await using site = await TestSite.make();
  const dir = site.folder("pub");
  const typed = await kms("authority", "init", "--dir", dir, "--publisher", "Evil\u001b[2J");
  assertFailed(typed, /publisher/, /1 to 100 characters/);
  assert(!typed.stderr.includes("\u001b"));
});
