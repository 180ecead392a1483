import assert from "node:assert/strict";
import fc from "fast-check";
import { decodePlist, encodePlist } from "../../src/service/launchd.ts";
import { SERVICES } from "../../src/service/service.ts";
import { needProgram } from "../support/programs/need_program.ts";
import { outputOf } from "../support/programs/programs.ts";
import { anyFolder, AWKWARD_FOLDERS, SAMPLE_SERVICE } from "../support/samples/services.ts";

/** The property list as Python reads it. */
async function parsed(plist: string): Promise<Record<string, unknown>> {
  await needProgram("python3", "the list is checked by a parser of Python's");
  const script = "import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.argv[1].encode())))";
  const { success, stdout, stderr } = await outputOf("python3", "-c", script, plist);
  assert(success, stderr);
  return JSON.parse(stdout);
}

Deno.test("another reader finds in the property list what launchd is to do", async () => {
  for (const folder of AWKWARD_FOLDERS) {
    const plist = await parsed(encodePlist({ ...SAMPLE_SERVICE, user: "_kms", folder }));
    assert.deepEqual(plist["ProgramArguments"], ["/usr/local/bin/kms", "--state", folder, "serve"]);
    assert.equal(plist["UserName"], "_kms");
    assert.deepEqual(plist["KeepAlive"], { SuccessfulExit: false });
    assert.equal(plist["ExitTimeOut"], 30);
    assert.equal(plist["Umask"], 0o077);
  }
});

Deno.test("the client's property list has its own label and log, and runs the client", async () => {
  const plist = await parsed(encodePlist(SAMPLE_SERVICE, SERVICES.client));
  assert.equal(plist["Label"], "kms-client");
  assert.equal(plist["StandardOutPath"], "/Library/Logs/kms-client/kms-client.log");
  const words = ["/usr/local/bin/kms", "--state", "/var/lib/kms", "client", "run"];
  assert.deepEqual(plist["ProgramArguments"], words);
});

Deno.test("a property list says again what service it was made of, whatever its folder's name", () => {
  fc.assert(fc.property(anyFolder, (folder) => {
    const service = { ...SAMPLE_SERVICE, folder };
    assert.deepEqual(decodePlist(encodePlist(service)), service);
    const ofClient = encodePlist(service, SERVICES.client);
    assert.deepEqual(decodePlist(ofClient, SERVICES.client), service);
    assert.equal(decodePlist(ofClient), undefined);
  }));
});

Deno.test("a property list that somebody else wrote is not taken for ours", () => {
  const ours = encodePlist(SAMPLE_SERVICE);
  assert.equal(decodePlist(ours.replace("--state", "--config")), undefined);
  assert.equal(decodePlist(ours.replace("UserName", "GroupName")), undefined);
  assert.equal(decodePlist("<plist/>"), undefined);
});
