import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { stackOf } from "../../../src/adapters/system/error_stack.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

/** A script of one line whose only mapping says that what begins at column 9 is line 41, column 5 of src/host/host.ts. */
const SCRIPT = "export { fail }; function fail() { throw new Error('broken') }";
const MAP = { version: 3, sources: ["src/host/host.ts"], names: [], mappings: "AAwCI" };

async function failureOf(folder: TempFolder, script: string): Promise<unknown> {
  await Deno.writeTextFile(`${folder.path}/${script}`, SCRIPT);
  const { fail } = await import(pathToFileURL(`${folder.path}/${script}`).href);
  try {
    return fail();
  } catch (error) {
    return error;
  }
}

Deno.test("the stack of an error names the places in the sources where a bundled script has a map", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/mapped.js.map`, JSON.stringify(MAP));
  const [first, second] = stackOf(await failureOf(folder, "mapped.js")).split("\n");
  assert.equal(first, "Error: broken");
  assert.equal(second!.trim(), `at fail (${pathToFileURL(`${folder.path}/src/host/host.ts`).href}:41:5)`);
});

Deno.test("the stack of an error stays as it is where there is no map, or none that can be read", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/damaged.js.map`, "{");
  for (const script of ["plain.js", "damaged.js"]) {
    const error = await failureOf(folder, script);
    assert(error instanceof Error);
    assert.equal(stackOf(error), error.stack);
    assert.match(stackOf(error), new RegExp(`${script}:1:\\d+`));
  }
});

Deno.test("what is no error is told as text", () => {
  assert.equal(stackOf("broken"), "broken");
});
