// Writes the test vectors beside this file: deno run --allow-write=tests/vectors tests/vectors/generate.ts
import { vectorFiles } from "../support/vectors/all.ts";

for (const [name, text] of vectorFiles()) Deno.writeTextFileSync(new URL(name, import.meta.url), text);
