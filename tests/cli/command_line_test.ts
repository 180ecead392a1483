import assert from "node:assert/strict";
import { ABSENT_OPTIONS } from "../../src/cli/words/absent_options.ts";
import { readCommandLine, type Vocabulary } from "../../src/cli/words/command_line.ts";
import { UsageError } from "../../src/cli/output.ts";
import { SLMGR_OPTIONS } from "../../src/cli/sections.ts";

const VOCABULARY: Vocabulary = {
  valued: new Set(["--state", "--dir"]),
  switches: new Set(["--json"]),
};

function read(...args: string[]) {
  return readCommandLine(args, VOCABULARY);
}

function words(...args: string[]): readonly string[] {
  return read(...args).words;
}

const SPELLINGS = ["ipk", "/ipk", "-ipk", "--ipk", "IPK", "/IPK", "-Ipk", "--iPK"];

for (const option of SLMGR_OPTIONS) {
  Deno.test(`${option} is known in every spelling, here and on another computer`, () => {
    for (const spelling of SPELLINGS) {
      const written = spelling.replace(/ipk/i, (ipk) => ipk === "ipk" ? option : option.toUpperCase());
      assert.deepEqual(words(written, "value"), [option, "value"]);
      assert.deepEqual(words("kms1", "alice", "s3cret", written), [
        "--computer",
        "kms1",
        "--user",
        "alice",
        "--password",
        "s3cret",
        option,
      ]);
    }
  });
}

Deno.test("a command of our own is known in any case, but has no slash or hyphen", () => {
  assert.equal(read("serve", "--port", "0").command, "serve");
  assert.equal(read("HELP").command, "help");
  assert.throws(() => read("/serve"), /there is no option \/serve/);
});

Deno.test("what follows the command is left as it is", () => {
  assert.deepEqual(words("authority", "ato"), ["authority", "ato"]);
  assert.deepEqual(words("/ilc", "/ipk"), ["ilc", "/ipk"]);
  assert.deepEqual(words("/skms", "DLI"), ["skms", "DLI"]);
  assert.deepEqual(words("/ipk", "--ato"), ["ipk", "--ato"]);
});

Deno.test("options may stand before, and their values are not taken for a command", () => {
  assert.deepEqual(words("--state", "/ato", "/DLI"), ["--state", "/ato", "dli"]);
  assert.deepEqual(words("--json", "-xpr"), ["--json", "xpr"]);
  assert.deepEqual(words("--state=/dli", "/Dlv"), ["--state=/dli", "dlv"]);
  assert.deepEqual(words("--dir", "ipk", "/ato"), ["--dir", "ipk", "ato"]);
  assert.deepEqual(words("--state"), ["--state"]);
});

const TARGET = ["--computer", "kms1:1690", "--user", "alice"];
Deno.test("before the option may stand a computer, its user and a password", () => {
  assert.deepEqual(words("kms1:1690", "alice", "/dlv"), [...TARGET, "dlv"]);
  assert.deepEqual(words("kms1:1690", "alice", "dlv"), [...TARGET, "dlv"]);
  assert.deepEqual(words("--json", "kms1:1690", "alice", "s3cret", "client", "verify"), [
    "--json",
    ...TARGET,
    "--password",
    "s3cret",
    "client",
    "verify",
  ]);
});

Deno.test("options of our own may stand anywhere there, and are no password", () => {
  assert.deepEqual(words("kms1:1690", "alice", "--json", "/dlv"), ["--json", ...TARGET, "dlv"]);
  assert.deepEqual(words("kms1:1690", "--state", "x", "alice", "--state=/y", "dlv"), [
    "--state",
    "x",
    "--state=/y",
    ...TARGET,
    "dlv",
  ]);
});

Deno.test("a mistyped option is not sent as a password", () => {
  for (const word of ["/dvl", "-dvl", "--jsn"]) {
    assert.throws(() => read("kms1", "alice", word, "/dlv"), /there is no option .*--password-file/);
    assert.throws(() => read("kms1", "alice", word), /there is no option .*--password-file/);
  }
});

Deno.test("who asks another computer without a user is told how to name one", () => {
  assert.throws(() => read("kms1", "/dlv"), /who signs in at kms1\? Write kms kms1 USER \/dlv/);
});

Deno.test("what says that options end is passed over, once", () => {
  assert.deepEqual(words("/sai", "--", "30"), ["sai", "30"]);
  assert.deepEqual(words("/dlv", "--", "--"), ["dlv", "--"]);
});

Deno.test("a user may be called like a command", () => {
  assert.deepEqual(words("kms1", "admin", "/dlv"), ["--computer", "kms1", "--user", "admin", "dlv"]);
  assert.deepEqual(words("kms1", "dlv", "dlv"), ["--computer", "kms1", "--user", "dlv", "dlv"]);
});

Deno.test("a computer without an option is its dashboard", () => {
  assert.deepEqual(read("kms1:1690", "alice"), { words: TARGET, command: undefined, help: undefined });
  assert.deepEqual(words("kms1:1690", "alice", "s3cret"), [...TARGET, "--password", "s3cret"]);
});

for (const wrong of [["frob"], ["/ipks", "KEY"], ["///ipk"], ["/"], ["a", "b", "c", "d"]]) {
  Deno.test(`${wrong.join(" ")}: there is no such option, and the help follows`, () => {
    assert.throws(
      () => read(...wrong),
      (error) => error instanceof UsageError && error.showHelp && /there is no option/.test(error.message),
    );
  });
}

Deno.test("help is asked for in every way, of all or of a command", () => {
  for (const help of ["/?", "-?", "--help", "/help", "-help", "-h", "/H"]) {
    assert.deepEqual(read(help).help, []);
    assert.deepEqual(read("/DLV", help).help, ["dlv"]);
    assert.deepEqual(read("authority", "key", "issue", "--dir=x", help).help, ["authority", "key", "issue"]);
  }
  assert.equal(read("dlv").help, undefined);
});

Deno.test("an option of slmgr that makes no sense here is refused with the reason", () => {
  for (const [name, why] of Object.entries(ABSENT_OPTIONS)) {
    for (const written of [`/${name}`, `-${name}`, `--${name.toUpperCase()}`]) {
      assert.throws(
        () => read(written, "value"),
        (error) => error instanceof UsageError && error.message.endsWith(why),
      );
    }
    assert(!SLMGR_OPTIONS.includes(name), name);
  }
});

Deno.test("nothing is the default command", () => {
  assert.deepEqual(read(), { words: [], command: undefined, help: undefined });
  assert.deepEqual(words("--json"), ["--json"]);
});

Deno.test("the words that were given are not changed", () => {
  const args = Object.freeze(["/IPK", "key"]);
  readCommandLine(args, VOCABULARY);
  assert.deepEqual(args, ["/IPK", "key"]);
});
