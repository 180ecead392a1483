import assert from "node:assert/strict";
import { encodeBasic } from "../../../src/api/basic_auth.ts";
import { type RouteName, ROUTES } from "../../../src/api/routes.ts";
import { EventId } from "../../../src/policy/events.ts";
import { PASSWORD, type RemoteHost } from "../../support/roles/remote_host.ts";
import { everyCommand } from "../commands/every_command.ts";
import { runCommand } from "../commands/run_command.ts";
import { written } from "./requests.ts";
import { READING } from "./roles.ts";
import { ask } from "./stranger.ts";

const FAILED = 1;
const USAGE = 2;

/** A reader and nobody send every call that changes something to a host that runs. Resolves with how many; nothing may have changed. `isTurn` picks some. */
export async function refuseCalls(host: RemoteHost, isTurn: (i: number) => boolean): Promise<number> {
  const names = (Object.keys(ROUTES) as RouteName[]).filter((name, i) =>
    !READING.includes(name) && isTurn(i)
  );
  const before = await standing(host);
  const events = host.events();
  const rita = `authorization: ${encodeBasic({ user: "rita", password: PASSWORD })}\r\n`;
  for (const [who, header, status] of [["a reader", rita, 403], ["nobody", "", 401]] as const) {
    for (const name of names) {
      const { method, path, body = "" } = written(name);
      const head = `${method} ${path} HTTP/1.1\r\nhost: x\r\n${header}content-length: ${body.length}\r\n\r\n`;
      assert.equal(
        (await ask(host.port, head + body)).slice(9, 12),
        String(status),
        `${name} by ${who} on a host that runs`,
      );
    }
  }
  assert.deepEqual(await standing(host), before);
  assert.deepEqual(events.filter(({ id }) => id !== EventId.signedIn), [], "what was recorded");
  return 2 * names.length;
}

/** A reader types every command with another computer before it. Resolves with how many; nothing may have changed. */
export async function refuseCommands(host: RemoteHost, isTurn: (i: number) => boolean): Promise<number> {
  const passwordFile = `${host.folder}/password`;
  const there = `${host.folder}/text`;
  await Deno.writeTextFile(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  await Deno.writeTextFile(there, "some text");
  const before = await standing(host);
  const commands = everyCommand({ there, fresh: () => `${host.folder}/fresh` }).filter(({ does }, i) =>
    does !== "reads" && isTurn(i)
  );
  const asks = new Set(["admin user add", "admin user passwd"]); // they would read a password from standard input
  for (const { name, words, does } of commands) {
    if (asks.has(name)) continue;
    const computer = [`127.0.0.1:${host.port}`, "rita", "--fingerprint", host.fingerprint];
    const { status, stderr } = await runCommand([...computer, "--password-file", passwordFile, ...words]);
    const said = `kms COMPUTER rita ${words.join(" ")}: exit status ${status}, ${stderr}`;
    assert.equal(status, does === "here" ? USAGE : FAILED, said);
    if (does === "changes") {
      assert.match(stderr, /0x80070005: rita from 127\.0\.0\.1 may read|is not a KMS client|KMS host/, said);
    }
  }
  assert.deepEqual(await standing(host), before);
  return commands.length;
}

/** All that somebody could have changed. */
async function standing(host: RemoteHost): Promise<unknown> {
  const names: RouteName[] = ["status", "settings", "admin", "dns", "notify", "metrics"];
  const answers = await Promise.all(names.map((name) => host.local.call(name, {})));
  return answers.map((answer) => ({ ...answer, time: 0 }));
}
