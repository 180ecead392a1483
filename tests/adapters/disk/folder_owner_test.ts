import assert from "node:assert/strict";
import { connectApi, serveApi } from "../../../src/adapters/network/api_endpoint.ts";
import { HeldFolder } from "../../../src/adapters/disk/state_folder.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { asRoot, asStranger, kmsApart, openFolder, STRANGER } from "../../support/programs/strangers.ts";
import type { TempFolder } from "../../support/disk/temp_folder.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const hello = () => Promise.resolve(Response.json("hello"));

/** A state folder of the stranger's in a folder that they may enter. */
async function strangersFolder(folder: TempFolder): Promise<string> {
  const path = `${folder.path}/state`;
  await Deno.mkdir(path, { mode: 0o700 });
  await Deno.chown(path, STRANGER, STRANGER);
  return path;
}

Deno.test("what root does on a folder of another user is that user's, and what root names is read as root", async () => {
  if (!asRoot()) return;
  await using site = await TestSite.make();
  await using folder = await openFolder();
  const path = await strangersFolder(folder);
  const file = site.folder("publisher.lic");
  await Deno.writeTextFile(file, site.licence, { mode: 0o600 });
  for (const words of [["/ilc", file], ["/ipk", site.hostKey], ["/sai", "15"], ["/dlv"]]) {
    const { code, stderr } = await kmsApart("--state", path, ...words);
    assert.equal(code, 0, stderr);
  }
  const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
  for (const name of ["lock", "publisher.lic", "secrets.json", "state.json"]) {
    assert(names.includes(name), name);
  }
  for (const name of names) {
    const { uid, gid } = await Deno.lstat(`${path}/${name}`);
    assert.deepEqual([name, uid, gid], [name, STRANGER, STRANGER]);
  }
  assert.equal((await asStranger("show", path)).settings.activationInterval, 15);
});

Deno.test("root on a folder of another user reaches no further than that user", async () => {
  if (!asRoot()) return;
  await using folder = await openFolder();
  const path = await strangersFolder(folder);
  const victim = `${folder.path}/victim`;
  await Deno.writeTextFile(victim, "untouched", { mode: 0o600 });
  await Deno.link(victim, `${path}/lock`);
  const { code, stderr } = await kmsApart("--state", path, "/sai", "15");
  assert.equal(code, 1);
  assert.match(stderr, /^kms: Cannot write to the state folder: Permission denied/);
  assert.equal(await Deno.readTextFile(victim), "untouched");
});

Deno.test("root starts no host on a folder of another user, and is told how to", async () => {
  if (!asRoot()) return;
  await using folder = await openFolder();
  const path = await strangersFolder(folder);
  const { code, stderr } = await kmsApart("--state", path, "serve", "--port", "0");
  assert.equal(code, 1);
  assert.match(
    stderr,
    /belongs to another user\. To mend it: run the host as the user that owns it: kms service start/,
  );
  assert.deepEqual(await Array.fromAsync(Deno.readDir(path)), []);
});

Deno.test("a folder of another user is refused to who is not root, and left as it is", async () => {
  if (!asRoot()) return;
  await using folder = await openFolder();
  const path = `${folder.path}/state`;
  await Deno.mkdir(path);
  await Deno.chmod(path, 0o777);
  for (const what of ["show", "change", "serve"] as const) {
    assert.deepEqual(await asStranger(what, path), {
      error: `Cannot use the folder ${path}: it belongs to another user`,
      remedy: "run kms as the user that owns it, or as root (sudo), or name another with --state DIR",
    });
  }
  assert.equal(await folder.mode("state"), "777");
  assert.deepEqual(await Array.fromAsync(Deno.readDir(path)), []);
});

Deno.test("nobody is told anything over a socket in another user's folder, but root may ask the host of any", async () => {
  if (!asRoot()) return;
  await using folder = await openFolder();
  const path = `${folder.path}/state`;
  await Deno.mkdir(path);
  using _held = await HeldFolder.hold(path); // as a host does
  let asked = 0;
  const server = await serveApi(path, () => {
    asked += 1;
    return hello();
  });
  await Deno.chmod(path, 0o777);
  await Deno.chmod(`${path}/api.sock`, 0o777);
  assert.match((await asStranger("change", path)).error, /it belongs to another user/);
  assert.equal(asked, 0);
  for (const name of ["", "/api.sock"]) await Deno.chown(path + name, STRANGER, STRANGER);
  const api = await connectApi(path);
  assert.equal(await (await api!.send("/v1/status", { method: "GET" })).json(), "hello");
  api!.close();
  await server.close();
});

Deno.test("a socket, or a token, that another than the folder's owner has put there is not trusted, not even by root", async () => {
  if (!asRoot()) return;
  await using folder = await openFolder();
  const deep = `${folder.path}/${"deep".repeat(25)}`;
  for (const [path, name] of [[`${folder.path}/state`, "api.sock"], [deep, "api.json"]] as const) {
    await Deno.mkdir(path);
    const server = await serveApi(path, hello);
    await Deno.chown(`${path}/${name}`, STRANGER, STRANGER);
    const error = await operationErrorOf(() => connectApi(path));
    assert.match(error.message, /^Cannot trust .*: it is not the folder's owner's$/);
    await server.close();
  }
});
