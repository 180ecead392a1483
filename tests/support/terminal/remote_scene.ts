import assert from "node:assert/strict";
import { TempFolder } from "../disk/temp_folder.ts";
import { Terminal } from "./tmux.ts";

const PASSWORD = "correct horse";
const ENABLE = "kms --state host admin enable --port 0 --listen 127.0.0.1";
const SERVE = "kms --state host serve --listen 127.0.0.1 --port 0 --json > host.json 2> notes &";
const PORT_OF = `sed -E 's/.*"listening":.[^}]*"port":([0-9]+).*/\\1/'`;

/** Passwords typed at the prompt, which shows nothing of them, and the dashboard of the other computer's host. `bin`: the folder that `kms` is in. */
export async function remoteDashboard(bin: string): Promise<void> {
  await using folder = await TempFolder.make();
  await using terminal = await Terminal.open(folder.path, bin, 100, 30);
  const enter = async (text: string) => {
    await terminal.type(text);
    await terminal.press("Enter");
  };
  await enter(`export KMS_KNOWN_HOSTS=$PWD/known; ${ENABLE}`);
  await terminal.shows(/Fingerprint: [0-9a-f]{64}/);
  await enter("kms --state host admin user add alice --role administrator");
  await typeTwice(terminal);
  await enter(`clear; ${SERVE} until [ -s host.json ]; do sleep 0.1; done; echo "serving"`);
  await terminal.shows(/^serving/m);
  await enter(
    `clear; COMPUTER=127.0.0.1:$(kms --state host --json admin status | ${PORT_OF}); echo "$COMPUTER ."`,
  );
  await terminal.shows(/^127\.0\.0\.1:\d+ \./m);
  await leavesAtControlC(terminal);
  await enter('clear; kms $COMPUTER alice; echo "left with $?"');
  await terminal.shows(/Password of alice/);
  await enter(PASSWORD);
  await terminal.shows(/KMS host 127\.0\.0\.1:\d+ · no publisher yet/);
  await terminal.press("q");
  assert.equal((await terminal.shows(/left with 0/)).includes(PASSWORD), false);
  await enter("clear; kill %1; wait; clear");
}

async function typeTwice(terminal: Terminal): Promise<void> {
  for (const prompt of [/New password of alice:/, /The same again:/]) {
    await terminal.shows(prompt);
    await terminal.type(PASSWORD);
    await terminal.press("Enter");
  }
  assert.equal((await terminal.shows(/User alice added/)).includes(PASSWORD), false);
}

/** The terminal shows again what is typed. */
async function leavesAtControlC(terminal: Terminal): Promise<void> {
  await terminal.type('clear; kms $COMPUTER alice; echo "left with $?"');
  await terminal.press("Enter");
  await terminal.shows(/Password of alice/);
  await terminal.type("half of it");
  await terminal.press("C-c");
  await terminal.shows(/No password was given[\s\S]*left with 1/);
  await terminal.type("clear; stty -a | grep -c ' echo '");
  await terminal.press("Enter");
  await terminal.shows(/^1$/m);
}
