/** Makes the npm package of the embeddable library: `deno run -A tools/build_npm.ts [--out dist/npm]`. */
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeNpmPackage } from "./npm_package.ts";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const { values: { out } } = parseArgs({ args: Deno.args, options: { out: { type: "string" } } });
const folder = resolve(out ?? join(projectRoot, "dist", "npm"));
try {
  await makeNpmPackage(projectRoot, folder);
  const { size } = await Deno.stat(join(folder, "index.js"));
  console.log(
    `${relative(Deno.cwd(), folder)}: @kms/client, ${(size / 1000).toFixed(0)} kB, no dependencies`,
  );
} catch (error) {
  console.error(`build:npm: ${error instanceof Error ? error.message : error}`);
  Deno.exit(1);
}
