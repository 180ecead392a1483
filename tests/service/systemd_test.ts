import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeUnit, encodeUnit } from "../../src/service/systemd.ts";
import { type Runs, SERVICES } from "../../src/service/service.ts";
import { needProgram } from "../support/programs/need_program.ts";
import { outputOf } from "../support/programs/programs.ts";
import { anyFolder, AWKWARD_FOLDERS, SAMPLE_SERVICE } from "../support/samples/services.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

/** What systemd itself says of a unit; nothing where it finds no fault. It ends well even where it only warns. */
async function faultsOf(unit: string): Promise<string> {
  await needProgram("systemd-analyze", "the unit is checked with systemd-analyze", "systemd");
  await using folder = await TempFolder.make();
  const path = `${folder.path}/kms.service`;
  await Deno.writeTextFile(path, unit);
  const { stdout, stderr } = await outputOf("systemd-analyze", "verify", "--man=no", path);
  return stdout + stderr;
}

/** A unit whose program is there, as systemd wants it. */
function unitOn(folder: string, runs: Runs = SERVICES.host): string {
  return encodeUnit({ ...SAMPLE_SERVICE, folder, executable: "/bin/sh" }, runs);
}

Deno.test("systemd finds no fault in the unit, on its own state folder and on others", async () => {
  for (const folder of [SAMPLE_SERVICE.folder, ...AWKWARD_FOLDERS]) {
    assert.equal(await faultsOf(unitOn(folder)), "", folder);
  }
  assert.equal(await faultsOf(unitOn(SAMPLE_SERVICE.folder, SERVICES.client)), "");
});

Deno.test("systemd's check would see a directive that is misspelt, and a value that is none", async () => {
  const unit = unitOn("/var/lib/kms");
  const misspelt = unit.replace("ProtectHome=yes", "ProtectHouse=yes");
  assert.match(await faultsOf(misspelt), /ProtectHouse/);
  for (const [sound, fault] of [["LimitNICE=+0", "LimitNICE=+99"], ["KillMode=mixed", "KillMode=gentle"]]) {
    assert.notEqual(await faultsOf(unit.replace(sound!, fault!)), "", fault);
  }
});

Deno.test("a unit says again what service it was made of, whatever its folder's name", () => {
  fc.assert(fc.property(anyFolder, (folder) => {
    const service = { ...SAMPLE_SERVICE, folder };
    assert.deepEqual(decodeUnit(encodeUnit(service)), service);
    const ofClient = encodeUnit(service, SERVICES.client);
    assert.deepEqual(decodeUnit(ofClient, SERVICES.client), service);
    assert.deepEqual([decodeUnit(ofClient), decodeUnit(encodeUnit(service), SERVICES.client)], [
      undefined,
      undefined,
    ]);
  }));
  for (const folder of AWKWARD_FOLDERS) {
    const service = { ...SAMPLE_SERVICE, folder };
    assert.deepEqual(decodeUnit(encodeUnit(service)), service);
  }
});

Deno.test("a folder's name is no specifier, no variable and no second word in a unit", () => {
  const unit = unitOn('/srv/%n $HOME "x" \\');
  assert.match(unit, /^ExecStart=\/bin\/sh --state "\/srv\/%%n \$\$HOME \\"x\\" \\\\" serve$/m);
  assert.match(unit, /^ReadWritePaths="\/srv\/%%n \$HOME \\"x\\" \\\\"$/m);
});

Deno.test("the client's unit runs the client, with a cache of its own and no limits that only a host needs", () => {
  const unit = unitOn("/srv/kms", SERVICES.client);
  assert.match(unit, /^Description=KMS client: /m);
  assert.match(unit, /^ExecStart=\/bin\/sh --state \/srv\/kms client run$/m);
  assert.match(unit, /^CacheDirectory=kms-client$/m);
  assert(!/^Limit/m.test(unit) && /^LimitNOFILE/m.test(unitOn("/srv/kms")));
});

Deno.test("systemd makes its own state folder, and opens any other to the service", () => {
  assert.match(unitOn("/var/lib/kms"), /^StateDirectory=kms\nStateDirectoryMode=0700$/m);
  assert(!unitOn("/var/lib/kms").includes("ReadWritePaths"));
  assert.match(unitOn("/srv/kms"), /^ReadWritePaths=\/srv\/kms$/m);
  assert(!unitOn("/srv/kms").includes("StateDirectory"));
});

Deno.test("the unit lets V8 write the code that it runs, and the host see the hardware", () => {
  const unit = unitOn("/var/lib/kms");
  for (const directive of ["MemoryDenyWriteExecute", "ProcSubset", "PrivateNetwork", "NoExecPaths"]) {
    assert(!unit.includes(`${directive}=`), directive);
  }
});

Deno.test("a unit that somebody else wrote is not taken for ours", () => {
  for (
    const command of [
      "/usr/bin/vlmcsd",
      "/usr/bin/kms --config /etc/kms serve",
      "/bin/kms --state /x serve -v",
    ]
  ) {
    assert.equal(decodeUnit(`[Service]\nUser=kms\nExecStart=${command}\n`), undefined, command);
  }
  assert.equal(decodeUnit("[Service]\nExecStart=/bin/kms --state /x serve\n"), undefined);
});
