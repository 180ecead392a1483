import assert from "node:assert/strict";
import { freePort } from "../programs/free_port.ts";
import { TempFolder } from "../disk/temp_folder.ts";
import { Terminal } from "./tmux.ts";
import { until } from "../until.ts";

const SERVE = "kms serve --listen 127.0.0.1 --port 0 > serving 2> notes &";
const KEYS = ["q", "C-c"] as const;
const SIGNALS = ["TERM", "HUP", "QUIT"] as const;

/** Whichever way the dashboard is left, the terminal is as before and the host goes on. `bin`: the folder that `kms` is in. */
export async function leavingDashboards(bin: string): Promise<void> {
  await using folder = await TempFolder.make();
  await using terminal = await Terminal.open(folder.path, bin, 100, 30);
  await terminal.enter(`export KMS_STATE=host; stty -a > before; clear; ${SERVE}`);
  await until(async () => (await textOf(folder, "serving")).includes("listening"));
  for (const key of KEYS) {
    await open(terminal);
    await terminal.press(key);
    await isLeft(terminal);
  }
  for (const signal of SIGNALS) {
    await open(terminal);
    await send(folder, signal);
    await isLeft(terminal);
  }
  await stopped(terminal, () => terminal.press("C-z"));
  await stopped(terminal, () => send(folder, "TSTP"));
  await terminal.enter("clear; kill %1; wait");
  await withoutTerminal(terminal, folder);
}

/** The dashboard, on an empty terminal; the file `pid` says which process it is. */
async function open(terminal: Terminal, sign = /listening on 127\.0\.0\.1/): Promise<void> {
  await terminal.enter("clear; sh -c 'echo $$ > pid; exec kms'; echo \"left with $?\"");
  await terminal.shows(sign);
  assert.equal(await terminal.property("#{alternate_on}"), "1");
}

async function send(folder: TempFolder, signal: string): Promise<void> {
  const pid = (await textOf(folder, "pid")).trim();
  const { success } = await new Deno.Command("kill", { args: [`-${signal}`, pid] }).output();
  assert(success, `the process that is to get ${signal} has ended`);
}

async function isLeft(terminal: Terminal): Promise<void> {
  await terminal.shows(/left with 0/);
  await isAsBefore(terminal);
}

async function isAsBefore(terminal: Terminal): Promise<void> {
  assert.equal(await terminal.property("#{alternate_on} #{cursor_flag}"), "0 1");
  await terminal.enter('stty -a > after; cmp before after && echo "the same"');
  await terminal.shows(/^the same/m);
}

/** Stopped and continued by the shell: the terminal is the shell's between the two. */
async function stopped(terminal: Terminal, stop: () => Promise<void>): Promise<void> {
  await terminal.enter("clear; sh -c 'echo $$ > pid; exec kms'");
  await terminal.shows(/listening on/);
  await stop();
  await terminal.shows(/Stopped/);
  await isAsBefore(terminal);
  await terminal.enter("clear; fg");
  await terminal.shows(/listening on/);
  await terminal.press("?");
  await terminal.shows(/On every screen/);
  await terminal.press("q");
  await terminal.shows(/ready\$ *$/m);
  await isAsBefore(terminal);
}

/** The window is closed: a host that the dashboard has started ends as it should, and records that. */
async function withoutTerminal(terminal: Terminal, folder: TempFolder): Promise<void> {
  const port = freePort();
  await terminal.enter(`clear; export KMS_STATE=own; kms /sprt ${port}`);
  await terminal.shows(/The port is now/);
  await open(terminal, new RegExp(`listening on 0\\.0\\.0\\.0 port ${port}`));
  const pid = (await textOf(folder, "pid")).trim();
  await terminal.close();
  await until(() => Deno.stat(`/proc/${pid}`).then(() => false, () => true));
  const events = (await textOf(folder, "own/journal-00000001.jsonl")).trimEnd().split("\n");
  assert.match(events.at(-1)!, /"id":12311,/, "the host was not stopped");
}

function textOf(folder: TempFolder, name: string): Promise<string> {
  return Deno.readTextFile(`${folder.path}/${name}`).catch(() => "");
}
