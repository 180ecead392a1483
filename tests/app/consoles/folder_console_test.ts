import assert from "node:assert/strict";
import type { Console } from "../../../src/api/console.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TestSite } from "../../support/roles/test_site.ts";

/** Opens the folder for one piece of work, as each command does. */
async function at<T>(folder: string, work: (console: Console) => Promise<T>): Promise<T> {
  await using console = await openConsole(folder, true);
  return await work(console);
}

Deno.test("a folder that is not there is made for a command that writes, and for no other", async () => {
  await using site = await TestSite.make();
  const error = await operationErrorOf(() => openConsole(site.folder(), false));
  assert.match(error.message, /There is no state folder/);
  await assert.rejects(() => Deno.stat(site.folder()), Deno.errors.NotFound);
  const { role } = await at(site.folder(), (console) => console.call("status", {}));
  assert.equal(role, "none");
  assert.equal((await Deno.stat(site.folder())).mode! & 0o777, 0o700);
});

Deno.test("an empty folder refuses what needs a role, and no refusal makes it a host or a client", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), async (console) => {
    assert.match(
      (await operationErrorOf(() => console.call("activate", { url: null, id: null }))).remedy ?? "",
      /\/ilc FILE/,
    );
    assert.equal((await operationErrorOf(() => console.call("installationId", {}))).code, HResult.notAHost);
    await operationErrorOf(() => console.call("confirm", { confirmationId: "1" }));
    await operationErrorOf(() => console.call("removeKey", {}));
    await operationErrorOf(() => console.call("installKey", { key: "BCDFG" }));
    await operationErrorOf(() => console.call("installKey", { key: site.editorKey }));
  });
  const names = (await Array.fromAsync(Deno.readDir(site.folder()))).map(({ name }) => name);
  assert.deepEqual(names, ["lock"]);
});

Deno.test("a host is set up command by command, and stands as it was left", async () => {
  await using site = await TestSite.make();
  const folder = site.folder();
  await at(
    folder,
    (console) => console.call("installLicence", { text: site.licence, acceptNewRoots: false }),
  );
  assert.equal((await at(folder, (console) => console.call("status", {}))).role, "none");
  const key = await at(folder, (console) => console.call("installKey", { key: site.hostKey.toLowerCase() }));
  assert.deepEqual(key, { kind: "host", partialKey: site.hostKey.slice(-5), product: null });
  const id = await at(folder, (console) => console.call("installationId", {}));
  const confirmationId = await site.authority.confirm(id.installationId);
  await at(folder, (console) => console.call("confirm", { confirmationId }));
  await at(folder, (console) => console.call("changeSetting", { name: "port", value: 1700 }));
  const status = await at(folder, (console) => console.call("status", {}));
  assert(status.role === "host");
  assert.equal(status.activation.activated, true);
  assert.equal(status.listening, null);
  assert.equal(status.settings.port, 1700);
});

Deno.test("a host folder refuses a client key and a KMS host", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), async (console) => {
    await site.activate(console);
    const key = await operationErrorOf(() => console.call("installKey", { key: site.editorKey }));
    assert.match(key.message, /a host key is installed/);
    await operationErrorOf(() => console.call("changeClientSetting", { name: "host", value: "kms" }));
  });
});

Deno.test("a client is set up command by command, and refuses what only a host does", async () => {
  await using site = await TestSite.make();
  const folder = site.folder();
  await at(
    folder,
    (console) => console.call("installLicence", { text: site.licence, acceptNewRoots: false }),
  );
  const key = await at(folder, (console) => console.call("installKey", { key: site.editorKey }));
  assert.deepEqual(key, { kind: "client", partialKey: site.editorKey.slice(-5), product: "Editor" });
  assert.deepEqual(
    await at(folder, (console) => console.call("changeClientSetting", { name: "host", value: "kms" })),
    { value: "kms:1688", pending: null },
  );
  await at(folder, async (console) => {
    const status = await console.call("status", {});
    assert(status.role === "client");
    assert.equal(status.product?.name, "Editor");
    assert.equal(status.lease, null);
    const setting = () => console.call("changeSetting", { name: "port", value: 1700 });
    assert.equal((await operationErrorOf(setting)).code, HResult.notAHost);
    await operationErrorOf(() => console.call("installKey", { key: site.hostKey }));
  });
});

Deno.test("a folder changes its role when its key is removed and one of the other kind installed", async () => {
  await using site = await TestSite.make();
  const folder = site.folder();
  await at(folder, (console) => site.activate(console));
  await at(folder, (console) => console.call("removeKey", {}));
  await at(folder, (console) => console.call("installKey", { key: site.editorKey }));
  assert.equal((await at(folder, (console) => console.call("status", {}))).role, "client");
});

Deno.test("a licence file with one byte changed is refused with a remedy, and the one installed stays", async () => {
  await using site = await TestSite.make();
  const text = site.licence.replace(
    /("signature":"[^"]{20})(.)/,
    (_, head, digit) => head + (digit === "A" ? "B" : "A"),
  );
  assert.notEqual(text, site.licence);
  await at(site.folder(), async (console) => {
    await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
    const error = await operationErrorOf(() =>
      console.call("installLicence", { text, acceptNewRoots: false })
    );
    assert.match(error.remedy ?? "", /from the publisher/);
  });
  assert.equal(await Deno.readTextFile(`${site.folder()}/publisher.lic`), site.licence);
});

Deno.test("there is nothing to watch where no host runs", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), async (console) => {
    assert.equal(console.live, false);
    const watched = () => Array.fromAsync(console.watch(new AbortController().signal));
    assert.match((await operationErrorOf(watched)).remedy ?? "", /kms serve/);
  });
});

Deno.test("a folder whose secrets are damaged shows its status, and every change is refused with the remedy", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), (console) => site.activate(console));
  await Deno.writeTextFile(`${site.folder()}/secrets.json`, "{");
  await at(site.folder(), async (console) => {
    const status = await console.call("status", {});
    assert(status.role === "host");
    assert.match(status.trouble?.reason ?? "", /secrets\.json/);
    const error = await operationErrorOf(() => console.call("changeSetting", { name: "port", value: 1700 }));
    assert.match(error.remedy ?? "", /backup/);
  });
});
