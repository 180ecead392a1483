import assert from "node:assert/strict";
import { kms } from "../support/terminal/command_line.ts";
import { ChildProgram } from "../support/programs/child_process.ts";
import { kmsApart } from "../support/programs/strangers.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { TestSite } from "../support/roles/test_site.ts";

/** The result of a command that must be done, as text or, with --json, as a value. */
async function done(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await kms(...args);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  return stdout.trimEnd();
}
const json = async (...args: readonly string[]) => JSON.parse(await done(...args, "--json"));

Deno.test("a host is activated by telephone, with the blocks of its IDs typed apart", async () => {
  await using site = await TestSite.make();
  const [state, dir, file] = [site.folder(), site.authorityFolder, site.folder("publisher.lic")];
  await Deno.writeTextFile(file, site.licence);
  assert.match(await done("--state", state, "/ilc", file), /Licence file of Example installed \(serial 1\)/);
  assert.match(
    await done("--state", state, "-IPK", site.hostKey),
    /^KMS host key ending in .{5} installed\.$/,
  );
  const installationId = await done("--state", state, "--dti");
  const blocks = installationId.split("-");
  assert.equal(blocks.length, 22);
  const confirmationId = await done("authority", "confirm", "--dir", dir, ...blocks);
  assert.equal(await done("authority", "confirm", installationId, "--dir", dir), confirmationId);
  assert.match(
    await done("--state", state, "atp", ...confirmationId.split("-")),
    /^KMS host activated until/,
  );
  assert.equal((await json("dlv", "--state", state)).SoftwareLicensingProduct[0].LicenseStatus, 1);
});

Deno.test("settings are changed, shown and refused in words and in JSON", async () => {
  await using folder = await TempFolder.make();
  const state = ["--state", `${folder.path}/state`];
  assert.equal(await done(...state, "sai", "15"), "The activation interval is now 15.");
  assert.deepEqual(await json(...state, "/sri", "43200"), {
    name: "renewalInterval",
    value: 43_200,
    pending: null,
  });
  const { SoftwareLicensingService: service } = await json(...state, "dli");
  assert.deepEqual(
    [service.VLActivationInterval, service.VLRenewalInterval, service.KeyManagementServiceListeningPort],
    [15, 43_200, 1688],
  );
});

Deno.test("KMS_STATE names the state folder where --state does not", async () => {
  await using folder = await TempFolder.make();
  const before = Deno.env.get("KMS_STATE");
  Deno.env.set("KMS_STATE", `${folder.path}/by-environment`);
  try {
    await done("skms", "kms.example");
    await done("skms", "kms.example", "--state", `${folder.path}/by-option`);
  } finally {
    if (before === undefined) Deno.env.delete("KMS_STATE");
    else Deno.env.set("KMS_STATE", before);
  }
  assert.deepEqual(await folder.names(), ["by-environment", "by-option"]);
});

Deno.test("an authority's keys are issued, listed, shown, changed and blocked", async () => {
  await using folder = await TempFolder.make();
  const dir = ["--dir", `${folder.path}/pub`];
  await done("authority", "init", ...dir, "--publisher", "Example");
  assert.equal(await done("authority", "key", "list", ...dir), "No host key is issued yet.");
  const both = ["--product", "sample client", "--product", "SAMPLE SERVER"];
  const key = await done("authority", "key", "issue", ...dir, "--kind", "host", ...both);
  assert.match(key, /^([B-DF-HJKMP-RTV-Y2346-9]{5}-){4}[B-DF-HJKMP-RTV-Y2346-9]{5}$/);
  const [listed] = await json("authority", "key", "list", ...dir);
  assert.deepEqual(listed.products, ["Sample Client", "Sample Server"]);
  const serial = String(listed.serial);
  assert.equal((await json("authority", "key", "allow", serial, ...dir, "--hosts", "9")).hostLimit, 9);
  assert.match(
    await done("authority", "key", "block", serial, ...dir),
    /blocked, 0 of 9 hosts, 10 activations each/,
  );
  assert.match(await done("authority", "key", "unblock", serial, ...dir), /in force/);
  assert.match(await done("authority", "key", "show", serial, ...dir), /no host activated yet/);
});

Deno.test("a client without a lease has none to verify, and no folder that is no client's has", async () => {
  await using folder = await TempFolder.make();
  const state = ["--state", `${folder.path}/state`];
  await done(...state, "skms", "kms.example");
  const none = await kms(...state, "client", "verify");
  assert.deepEqual([none.status, none.stderr], [
    1,
    "kms: There is no lease to verify. To mend it: kms /ato\n",
  ]);
  await done(...state, "ckms");
});

Deno.test("a host that is served takes commands, and ends with its socket gone when it is asked to", async () => {
  await using site = await TestSite.make();
  const [state, file] = [site.folder(), site.folder("publisher.lic")];
  await Deno.writeTextFile(file, site.licence);
  const words = ["serve", "--state", state, "--listen", "127.0.0.1", "--port", "0", "--json"];
  await using child = new ChildProgram("serving_child.ts", words);
  const { listening, trouble } = JSON.parse(await child.line());
  assert.deepEqual([listening.address, trouble], [
    "127.0.0.1",
    "no licence file is installed, or it is damaged: kms /ilc FILE",
  ]);
  await done("--state", state, "ilc", file);
  const { SoftwareLicensingService: service } = await json("--state", state, "dli");
  assert.deepEqual([service.KeyManagementServiceListeningPort, service.Running], [listening.port, true]);
  const taken = await kmsApart("serve", "--state", state, "--port", "0");
  assert.match(taken.stderr, /^kms: The state folder .* is in use by another process \(process \d+\)/);
  assert.equal(await child.end(), 0);
  assert.equal((await json("--state", state, "dli")).SoftwareLicensingService.Running, false);
});
