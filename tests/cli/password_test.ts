import assert from "node:assert/strict";
import { passwordIn, placesOf } from "../../src/cli/hide_password.ts";
import { passwordOfFile, typedPassword } from "../../src/cli/password.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What is read of keys that come in these pieces; then the input ends. */
function typed(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  const left = pieces.map((piece) => typeof piece === "string" ? bytes(piece) : piece);
  return typedPassword(() => Promise.resolve(left.shift() ?? null));
}

const TYPED = {
  "key by key": [["s", "e", "c", "r", "e", "t", "\r"], "secret"],
  "pasted at once": [["secret words\n"], "secret words"],
  "what comes after Enter is not taken": [["secret\rrm -rf /\r"], "secret"],
  "backspace takes one character, of however many bytes": [["a\u00e9\x7f\u{1F511}\x7fb\b\bc\r"], "c"],
  "backspace at the start takes nothing": [["\x7f\x7fab\r"], "ab"],
  "Ctrl-U takes all": [["wrong\x15right\r"], "right"],
  "a character of several bytes in pieces": [
    [bytes("\u00e9").slice(0, 1), bytes("\u00e9").slice(1), "\r"],
    "\u00e9",
  ],
  "cursor keys and other control keys are no characters": [[
    "a",
    "\x1b[A",
    "\x1b[3~",
    "\t",
    "\x00",
    "b",
    "\r",
  ], "ab"],
} as const;
for (const [what, [pieces, expected]] of Object.entries(TYPED)) {
  Deno.test(`a password is typed: ${what}`, async () => assert.equal(await typed(...pieces), expected));
}

Deno.test("Ctrl-C, Ctrl-D and the end of the input give no password, whatever was typed before", async () => {
  for (const keys of [["secret\x03"], ["secret\x04"], ["secret"], []]) {
    assert.match((await operationErrorOf(() => typed(...keys))).message, /No password was given/);
  }
});

Deno.test("what is no UTF-8 is refused", async () => {
  assert.match((await operationErrorOf(() => typed(new Uint8Array([0xff, 13])))).message, /not UTF-8/);
});

Deno.test("a password file is read to the end of its first line", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/password`;
  for (const text of ["secret words", "secret words\n", "\uFEFFsecret words\r\nmore\n"]) {
    await Deno.writeTextFile(path, text, { mode: 0o600 });
    assert.equal(await passwordOfFile(path), "secret words");
  }
});

Deno.test("a password file that others may read, or that is no plain file or empty, is refused with what to do", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/password`;
  await Deno.writeTextFile(path, "secret words\n", { mode: 0o600 });
  for (const mode of [0o640, 0o604, 0o660, 0o620]) {
    await Deno.chmod(path, mode);
    const error = await operationErrorOf(() => passwordOfFile(path));
    assert.match(error.message, /others may read it/);
    assert.equal(error.remedy, `chmod 600 ${path}`);
  }
  await Deno.chmod(path, 0o600);
  await Deno.symlink(path, `${folder.path}/link`);
  await Deno.writeTextFile(`${folder.path}/empty`, "\nsecret\n", { mode: 0o600 });
  for (
    const [name, why] of [["link", /no plain file/], ["", /no plain file/], ["none", /no such file/], [
      "empty",
      /is empty/,
    ]] as const
  ) assert.match((await operationErrorOf(() => passwordOfFile(`${folder.path}/${name}`))).message, why);
});

Deno.test("the password is found among the words of the command line", () => {
  assert.equal(passwordIn(["--computer", "c", "--password", "p", "dlv"]), "p");
  assert.equal(passwordIn(["--password=a=b", "dlv"]), "a=b");
  assert.equal(passwordIn(["--computer", "c", "dlv"]), undefined);
});

Deno.test("a password is overwritten where it is an argument or an option's value, and nowhere else", () => {
  const places = (secret: string, args: string) => placesOf(bytes(secret), bytes(args));
  assert.deepEqual(places("dlv", "kms\0c\0u\0dlv\0/dlv\0--x=dlv\0dlvs\0"), [8, 21]);
  assert.deepEqual(places("p", "p\0p\0"), [2]);
  assert.deepEqual(places("p", "kms\0p"), [4]);
});

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

Deno.test({
  name: "a password on the command line is hidden from the list of processes",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using folder = await TempFolder.make();
    using nobody = Deno.listen({ hostname: "127.0.0.1", port: 0 }); // takes the connection and says nothing
    const computer = `127.0.0.1:${nobody.addr.port}`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "-c", CONFIG, MAIN, computer, "alice", "secret words", "/dlv"],
      env: { KMS_KNOWN_HOSTS: `${folder.path}/known_hosts` },
      stdin: "null",
      stderr: "null",
      stdout: "null",
    }).spawn();
    const connection = await nobody.accept(); // by then it must be hidden
    const args = (await Deno.readTextFile(`/proc/${child.pid}/cmdline`)).split("\0");
    connection.close();
    await child.status;
    assert.deepEqual(args.slice(-5), [computer, "alice", "*".repeat("secret words".length), "/dlv", ""]);
  },
});
