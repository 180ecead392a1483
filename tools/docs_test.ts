import assert from "node:assert/strict";
import { PAGES, writePages } from "./docs.ts";

const DOCS = new URL("../docs/", import.meta.url);

Deno.test("the pages in docs/ are what deno task docs makes of the code", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "kms-docs-" });
  try {
    await writePages(folder);
    for (const name of Object.keys(PAGES)) {
      await t.step(name, async () => {
        const [made, committed] = [`${folder}/${name}`, new URL(name, DOCS)];
        assert.equal(await Deno.readTextFile(committed), await Deno.readTextFile(made));
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
