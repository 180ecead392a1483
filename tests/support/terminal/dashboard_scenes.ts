import assert from "node:assert/strict";
import { freePort } from "../programs/free_port.ts";
import { Terminal } from "./tmux.ts";

/** The dashboard of the demo, from its first frame to the shell's prompt after q. `bin`: the folder that `kms` is in. */
export async function demoDashboard(bin: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kms-terminal-" });
  try {
    await using terminal = await Terminal.open(folder, bin, 100, 30);
    await terminal.type(`TMPDIR=${folder} kms demo --machines 30 --seconds 1; echo "ended with $?"`);
    await terminal.press("Enter");
    await terminal.shows(/Sample Client .*27\/25 ✓ activated from 25 on/);
    await terminal.resize(60, 12);
    await terminal.shows(/27\/25/);
    await terminal.resize(40, 10);
    await terminal.shows(/too small/);
    await terminal.resize(120, 40);
    await terminal.shows(/27\/5 +✓ activated from 5 on/);
    await terminal.press("q");
    const screen = await terminal.shows(/ended with 0/);
    assert.match(screen, /\d+ of 30 computers activated \(count 27\)\./);
    await isAsBefore(terminal);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), [], "the demo left something behind");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** `kms` alone attaches to the host that runs, and leaves it running; where none runs it starts one, and ends it. */
export async function hostDashboard(bin: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kms-terminal-" });
  try {
    await using terminal = await Terminal.open(folder, bin, 100, 30);
    await terminal.type(
      "export KMS_STATE=host; kms serve --listen 127.0.0.1 --port 0 2> notes & sleep 2; kms",
    );
    await terminal.press("Enter");
    await terminal.shows(/no licence file is installed/);
    await terminal.press("C-c");
    await terminal.shows(/ready\$\s*$/);
    await isAsBefore(terminal);
    await terminal.type("kms --json dli | grep -c '\"Running\":true'");
    await terminal.press("Enter");
    await terminal.shows(/^1$/m);
    const port = freePort();
    await terminal.type(`kill %1; wait; clear; kms /sprt ${port}; kms`);
    await terminal.press("Enter");
    await terminal.shows(new RegExp(`listening on 0\\.0\\.0\\.0 port ${port}`));
    await terminal.press("q");
    await terminal.shows(/ready\$\s*$/);
    await isAsBefore(terminal);
    await terminal.type("kms --json dli | grep -c '\"Running\":false'");
    await terminal.press("Enter");
    await terminal.shows(/^1$/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function isAsBefore(terminal: Terminal): Promise<void> {
  assert.equal(
    await terminal.property("#{alternate_on} #{cursor_flag}"),
    "0 1",
    "alternate screen off, cursor shown",
  );
}
