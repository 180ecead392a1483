import assert from "node:assert/strict";
import { PAGES, writePages } from "./docs.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const DOCS = `${ROOT}docs/`;

Deno.test("the pages in docs/ are what deno task docs makes of the code", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "kms-docs-" });
  try {
    await writePages(folder);
    for (const name of Object.keys(PAGES)) {
      await t.step(name, async () => {
        const [made, committed] = [`${folder}/${name}`, `${DOCS}${name}`];
        assert.equal(await Deno.readTextFile(committed), await Deno.readTextFile(made));
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what only the pages and their tests need is not in the program", async () => {
  for (const entry of ["main.ts", "src/app/serving/host_worker.ts", "tui/mod.tsx"]) {
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", entry], cwd: ROOT }).output();
    const graph = new TextDecoder().decode(stdout);
    assert(graph.includes("npm:/") && !/to-json-schema|openapi-schema-validator/.test(graph), entry);
  }
});
