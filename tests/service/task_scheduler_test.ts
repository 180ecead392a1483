import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeTask, encodeTask } from "../../src/service/task_scheduler.ts";
import { SERVICES } from "../../src/service/service.ts";
import { needProgram } from "../support/programs/need_program.ts";
import { outputOf } from "../support/programs/programs.ts";
import { anyFolder } from "../support/samples/services.ts";

const SERVICE = {
  user: "LOCAL SERVICE",
  folder: "C:\\ProgramData\\kms",
  executable: "C:\\Program Files\\kms\\kms.exe",
};

/** The texts of the task's elements as Python reads them, by name. */
async function parsed(task: string): Promise<Record<string, string>> {
  await needProgram("python3", "the task is checked by a parser of Python's");
  const script = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.argv[1].encode("utf-16"))
print(json.dumps({element.tag.split("}")[1]: element.text for element in root.iter()}))`;
  const { success, stdout, stderr } = await outputOf("python3", "-c", script, task);
  assert(success, stderr);
  return JSON.parse(stdout);
}

Deno.test("another reader finds in the task what Task Scheduler is to do", async () => {
  const task = await parsed(encodeTask({ ...SERVICE, folder: "D:\\R&D <kms>\\größe" }));
  assert.equal(task["Command"], "C:\\Program Files\\kms\\kms.exe");
  assert.equal(task["Arguments"], '--state "D:\\R&D <kms>\\größe" serve');
  assert.equal(task["UserId"], "S-1-5-19");
  assert.equal(task["LogonType"], "ServiceAccount");
  assert.equal(task["ExecutionTimeLimit"], "PT0S");
});

Deno.test("a task of a person's account needs no password of theirs", async () => {
  const task = await parsed(encodeTask({ ...SERVICE, user: "OFFICE\\kms" }));
  assert.equal(task["UserId"], "OFFICE\\kms");
  assert.equal(task["LogonType"], "S4U");
});

Deno.test("backslashes at the end of a folder's name do not escape the quote that follows", () => {
  assert.match(encodeTask({ ...SERVICE, folder: "D:\\" }), /--state &quot;D:\\\\&quot; serve/);
});

Deno.test("a task says again what service it was made of, whatever its folder's name", () => {
  const names = anyFolder.filter((name) => !/["%]/.test(name)).map((name) => `C:\\${name}`);
  fc.assert(fc.property(fc.oneof(names, names.map((name) => `${name}\\`)), (folder) => {
    assert.deepEqual(decodeTask(encodeTask({ ...SERVICE, folder })), { ...SERVICE, folder });
    const ofClient = encodeTask({ ...SERVICE, folder }, SERVICES.client);
    assert.deepEqual(decodeTask(ofClient, SERVICES.client), { ...SERVICE, folder });
    assert.equal(decodeTask(ofClient), undefined);
  }));
});

Deno.test("a task that somebody else wrote is not taken for ours", () => {
  const ours = encodeTask(SERVICE);
  assert.equal(decodeTask(ours.replace("--state", "--config")), undefined);
  assert.equal(decodeTask("<Task/>"), undefined);
});
