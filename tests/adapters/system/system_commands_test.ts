import assert from "node:assert/strict";
import { attempt, run } from "../../../src/service/steps.ts";
import { FakeSystem } from "../../support/fakes/fake_system.ts";
import { operationErrorOf } from "../../support/rejects.ts";

Deno.test("a command that fails is named with what it said, and with what to do", async () => {
  await using system = await FakeSystem.make();
  await system.program("systemctl", "echo 'Unit not found.' >&2; exit 5");
  const error = await operationErrorOf(() =>
    system.commands.carryOut(run("systemctl", "start", "kms.service"))
  );
  assert.equal(error.message, "Cannot run systemctl start kms.service: Unit not found.");
  assert.match(error.remedy ?? "", /give the same command again/);
});

Deno.test("a program that is not there is named", async () => {
  await using system = await FakeSystem.make();
  const error = await operationErrorOf(() => system.commands.carryOut(run("kms-nowhere", "x")));
  assert.equal(error.message, "Cannot run kms-nowhere x: there is no program kms-nowhere");
  await system.commands.carryOut(attempt("kms-nowhere", "x"));
});

Deno.test("a command that may fail is run, and its failure is none", async () => {
  await using system = await FakeSystem.make();
  await system.program("systemctl", "exit 1");
  await system.commands.carryOut(attempt("systemctl", "stop", "kms.service"));
  assert.deepEqual(await system.calls(), ["systemctl stop kms.service"]);
});

Deno.test("a command with several tries is run until it succeeds, and no more often than that", async () => {
  await using system = await FakeSystem.make();
  await system.program("systemctl", `[ "$(wc -l < '${system.root}/../calls')" -ge 2 ]`);
  await system.commands.carryOut({ ...run("systemctl", "start"), tries: 3 });
  assert.equal((await system.calls()).length, 2);
  await system.program("systemctl", "echo still there; exit 1");
  const error = await operationErrorOf(() =>
    system.commands.carryOut({ ...run("systemctl", "start"), tries: 2 })
  );
  assert.match(error.message, /still there/);
  assert.equal((await system.calls()).length, 4);
});

Deno.test("a user that exists is not made, and one that does not is made by the system's command", async () => {
  await using system = await FakeSystem.make();
  const commands = [{ program: "useradd", args: ["--system", "kms-nobody"] }];
  await system.commands.carryOut({ kind: "makeUser", name: "root", commands });
  assert.deepEqual(await system.calls(), []);
  await system.commands.carryOut({ kind: "makeUser", name: "kms-nobody", commands });
  assert.deepEqual(await system.calls(), ["useradd --system kms-nobody"]);
});

Deno.test("a system without systemd is told so before anything is done", async () => {
  await using system = await FakeSystem.make();
  await Deno.remove(`${system.root}/run`, { recursive: true });
  const step = { kind: "require", path: "/run/systemd/system", why: "no systemd", remedy: "do" } as const;
  const error = await operationErrorOf(() => system.commands.carryOut(step));
  assert.equal(error.message, "Cannot handle the service: no systemd");
});

Deno.test("a definition in UTF-16, as Windows takes it, is read again", async () => {
  await using system = await FakeSystem.make();
  const text = "<Task>größe</Task>\n";
  await system.commands.carryOut({ kind: "write", path: "/task.xml", text, encoding: "utf-16le" });
  const bytes = await Deno.readFile(`${system.root}/task.xml`);
  assert.deepEqual([...bytes.subarray(0, 4)], [0xff, 0xfe, 0x3c, 0x00]);
  assert.equal(await system.commands.readText("/task.xml"), text.replace("\n", "\r\n"));
  assert.equal(await system.commands.readText("/nothing.xml"), undefined);
});
