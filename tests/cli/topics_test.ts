import assert from "node:assert/strict";
import { TOPICS } from "../../src/cli/words/topics.ts";
import { kms } from "../support/terminal/command_line.ts";

for (const { name, entries } of TOPICS) {
  Deno.test(`kms help ${name} fits 20 lines of 79 columns, and kms help topics names it`, async () => {
    const { status, stdout } = await kms("help", name.toUpperCase());
    const lines = stdout.trimEnd().split("\n");
    assert.equal(status, 0);
    assert(lines.length <= 20, `${lines.length} lines`);
    for (const line of lines) assert(line.length <= 79, line);
    for (const [term] of entries) assert(stdout.includes(`  ${term} `), term);
    assert((await kms("help", "topics")).stdout.includes(`kms help ${name} `));
  });
}

/** Where the system keeps things, and what the self-extracting program tells itself: nobody sets these for kms. */
const SYSTEM = ["HOME", "ProgramData", "ProgramFiles", "APPDATA", "KMS_EXECUTABLE"];

Deno.test("kms help environment names every variable that the sources read", async () => {
  const { stdout } = await kms("help", "environment");
  const read = (await sources(new URL("../../src", import.meta.url)))
    .flatMap((text) => Array.from(text.matchAll(/Deno\.env\.get\("(\w+)"\)/g), ([, name]) => name!));
  assert(read.includes("KMS_STATE"));
  for (const name of read) assert(SYSTEM.includes(name) || stdout.includes(`  ${name} `), name);
});

async function sources(folder: URL): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const texts = await Promise.all(entries.map(async ({ name, isDirectory }) => {
    const url = new URL(`${folder.href}/${name}`);
    return isDirectory ? await sources(url) : [await Deno.readTextFile(url)];
  }));
  return texts.flat();
}
