import assert from "node:assert/strict";
import { HeldFolder } from "../../src/adapters/disk/state_folder.ts";
import { openConsole } from "../../src/app/consoles/open_console.ts";
import {
  activate,
  checkLicence,
  type LicenceCheck,
  type LicenceOptions,
  onChange,
  type Problem,
  startRenewal,
} from "../../src/client/mod.ts";
import { ChildProgram } from "../support/programs/child_process.ts";
import { sampleLicence, sampleProduct } from "../support/samples/sample_licence.ts";
import { SmallDisk } from "../support/disk/small_disk.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { bytesOf } from "../support/roles/test_product.ts";

function optionsFor(folder: string) {
  return { folder, licenceFile: bytesOf(sampleLicence()), productId: sampleProduct().id };
}

Deno.test("a product and kms work on one folder: what one has done the other sees", async () => {
  await using folder = await TempFolder.make();
  const options = optionsFor(`${folder.path}/state`);
  const first = await checkLicence(options);
  assert.deepEqual([first.state, first.error], ["outOfBoxGrace", null]);
  await using console = await openConsole(options.folder, false);
  const status = await console.call("status", {});
  assert(status.role === "client");
  assert.deepEqual(
    [status.machineId, status.product?.name, status.partialKey, status.minutesLeft],
    [first.clientMachineId, first.name, first.partialProductKey, first.gracePeriodRemaining],
  );
  await console.call("changeClientSetting", { name: "host", value: "127.0.0.1:1" });
  const then = await checkLicence(options); // kms has the folder still
  assert.deepEqual(
    [then.keyManagementServiceMachine, then.keyManagementServicePort, then.error],
    ["127.0.0.1", 1, null],
  );
});

Deno.test("a product without a folder yet waits for who holds it, but not for ever", async () => {
  await using folder = await TempFolder.make();
  using _held = await HeldFolder.hold(folder.path);
  const { reason, mayRun, error } = await checkLicence(optionsFor(folder.path));
  assert.deepEqual([reason, mayRun], ["notChecked", true]);
  assert.match(error?.message ?? "", /in use by another process/);
});

Deno.test("options that are none are told by every function, and none of them throws", async () => {
  const none = null as unknown as LicenceOptions;
  for (const { reason, error } of [await checkLicence(none), await activate(none)]) {
    assert.deepEqual([reason, /Cannot use the options/.test(error?.message ?? "")], ["notChecked", true]);
  }
  onChange(none, () => {})();
  const { promise, resolve } = Promise.withResolvers<Problem>();
  const renewal = startRenewal({ productId: [], onProblem: resolve });
  assert.match((await promise).message, /productId/);
  await renewal.stop();
  await startRenewal(none).stop();
});

Deno.test("a host that does not answer is told by activate(), and the folder stays free", async () => {
  await using folder = await TempFolder.make();
  const options = optionsFor(folder.path);
  await checkLicence(options);
  {
    await using console = await openConsole(folder.path, false);
    await console.call("changeClientSetting", { name: "host", value: "127.0.0.1:1" });
  }
  const { state, error } = await activate(options);
  assert.equal(state, "outOfBoxGrace");
  assert.match(error?.message ?? "", /127\.0\.0\.1:1.*ECONNREFUSED/);
});

Deno.test("a file in the folder's place is told", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/state`, "");
  const { reason, error } = await checkLicence(optionsFor(`${folder.path}/state`));
  assert.equal(reason, "notChecked");
  assert.match(error?.remedy ?? "", /option folder/);
});

Deno.test("a folder of another user is told, with what to do", async () => {
  if (Deno.uid() !== 0) return console.error("skipped: only root can run a program as somebody else");
  await using folder = await TempFolder.make();
  await checkLicence(optionsFor(folder.path));
  await using child = new ChildProgram("checking_child.ts", [folder.path]);
  const { reason, error }: LicenceCheck = JSON.parse(await child.line());
  assert.equal(reason, "notChecked");
  assert.match(error?.remedy ?? "", /access to the folder/, error?.message);
});

Deno.test("a disk that is full or read-only changes nothing for a product that is installed, and is told to one that is not", async () => {
  const small = await SmallDisk.mount();
  if (small === undefined) return;
  await using _small = small;
  const options = optionsFor(`${small.path}/state`);
  const before = await checkLicence(options);
  await small.fill();
  const other = { ...options, folder: `${small.path}/other` };
  const full = await checkLicence(other);
  assert.equal(full.reason, "notChecked");
  assert.match(full.error?.message ?? "", /space|ENOSPC/i);
  await small.remount("ro");
  const { state, clientMachineId, error } = await checkLicence(options);
  assert.deepEqual([state, clientMachineId, error], ["outOfBoxGrace", before.clientMachineId, null]);
  assert.match((await activate(options)).error?.message ?? "", /read-only|EROFS/i);
});
