import assert from "node:assert/strict";
import { kms } from "../support/terminal/command_line.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const CASES: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ["a key and the file of one", ["--key", "A", "--key-file", "B"], 2, /--key or --key-file, not both/],
  ["an empty key", ["--key", ""], 2, /--key and --key-file need a value/],
  ["an empty name of a host", ["--host", ""], 2, /--host needs a value/],
  ["an empty name of a licence file", ["--licence="], 2, /--licence needs a value/],
  ["a key file that is not there", ["--key-file", "/nowhere/key"], 1, /Cannot read \/nowhere\/key/],
  ["a file that holds no key", ["--key-file", "deno.lock"], 1, /There is no client key in deno.lock/],
  ["a licence file that is not there", ["--licence", "/nowhere/lic"], 1, /Cannot read \/nowhere\/lic/],
  ["a key that is none", ["--key", "ABCDE"], 1, /product key/i],
  ["a host that is none", ["--host", "a b"], 1, /"a b"/],
  ["another computer", ["--computer", "other"], 2, /works on this computer alone/],
  ["nothing that it could activate with", [], 1, /no licence file is installed.*--licence FILE.*KMS_LICENCE/],
  ["a short lease and a long one", ["--ephemeral", "--no-ephemeral"], 2, /--ephemeral or --no-ephemeral/],
  ["a folder for a licence file", ["--licence", "/"], 1, /Cannot read \/: it is a folder\./],
];
for (const [what, options, status, says] of CASES) {
  Deno.test(`kms client activate refuses ${what}, and makes nothing of the folder`, async () => {
    await using folder = await TempFolder.make();
    const typed = await kms("--state", folder.path, "client", "activate", ...options);
    assert.equal(typed.status, status, typed.stderr);
    assert.match(typed.stderr, says);
    assert.equal(typed.stdout, "");
    const names = (await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name);
    assert.deepEqual(names.filter((name) => name !== "lock"), []);
  });
}
