import assert from "node:assert/strict";
import { parseJson } from "../../src/protocol/json.ts";
import { EventId } from "../../src/policy/events.ts";
import {
  eventsOutputSchema,
  settingOutputSchema,
  statusSchema,
  watchLineSchema,
} from "../../src/api/types.ts";
import { ChildProgram } from "../../tests/support/programs/child_process.ts";
import { needProgram } from "../../tests/support/programs/need_program.ts";
import { TempFolder } from "../../tests/support/disk/temp_folder.ts";
import { LOCAL, LOCAL_EVENTS, LOCAL_WATCH, LOCAL_WRITE, LOOPBACK } from "./access.ts";
import { apiPage } from "./page.ts";

/** What a documented line prints, in a shell with these variables. */
async function printed(line: string, env: Record<string, string>): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command("sh", { args: ["-c", line], env }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** A host that runs on `folder`. */
async function serving(folder: string): Promise<ChildProgram> {
  await needProgram("curl", "the documented calls are tested with curl");
  const host = new ChildProgram("serving_child.ts", [
    "--state",
    folder,
    "serve",
    "--listen",
    "127.0.0.1",
    "--port",
    "0",
  ]);
  assert.match(await host.line(), /^KMS host listening/);
  return host;
}

Deno.test("the documented calls reach a host over its socket: they read, change and watch", async () => {
  await using folder = await TempFolder.make();
  await using _host = await serving(folder.path);
  const env = { STATE: folder.path };
  const status = parseJson(statusSchema, await printed(LOCAL, env), "status");
  assert(status.role === "host" && status.listening !== null);
  parseJson(settingOutputSchema, await printed(LOCAL_WRITE.replace("10080", "10081"), env), "setting");
  const page = parseJson(eventsOutputSchema, await printed(LOCAL_EVENTS, env), "events");
  assert.deepEqual(page.events.map(({ event }) => event.id), [EventId.hostStarted]);
  const lines = (await printed(`${LOCAL_WATCH} | head -n 2`, env)).trimEnd().split("\n");
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.equal(parseJson(watchLineSchema, line, "line").status.settings.renewalInterval, 10081);
  }
});

Deno.test("the documented call reaches a host over loopback, with the port and the token of api.json", async () => {
  await using folder = await TempFolder.make();
  const deep = `${folder.path}/${"deep".repeat(25)}`;
  await using _host = await serving(deep);
  const { port, token } = JSON.parse(await Deno.readTextFile(`${deep}/api.json`));
  const env = { PORT: String(port), TOKEN: token };
  assert.equal(parseJson(statusSchema, await printed(LOOPBACK, env), "status").role, "host");
  assert.equal(
    await printed(`${LOOPBACK} -o /dev/null -w '%{http_code}'`, { ...env, TOKEN: "other" }),
    "401",
  );
});

Deno.test("api.md has the calls that are tested", () => {
  for (const line of [LOCAL, LOCAL_EVENTS, LOCAL_WRITE, LOCAL_WATCH, LOOPBACK]) {
    assert(apiPage().includes(`\n${line}\n`), line);
  }
});
