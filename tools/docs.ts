import { manualPage } from "../src/cli/man/page.ts";
import { openApiDocument } from "./api_reference/openapi.ts";
import { apiPage } from "./api_reference/page.ts";
import { commandsPage } from "./docs_commands.ts";
import { eventsPage } from "./docs_events.ts";
import { errorsPage } from "./docs_errors.ts";
import { runDeno } from "./run_deno.ts";

/** The pages that are made from the code, by their names in docs/. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "api.md": apiPage,
  "commands.md": commandsPage,
  "errors.md": errorsPage,
  "events.md": eventsPage,
  "kms.1": manualPage,
  "openapi.json": openApiDocument,
};

const ROOT = new URL("..", import.meta.url).pathname;

/** Writes every page into `folder`, laid out as `deno fmt` does it here. */
export async function writePages(folder: string): Promise<void> {
  for (const [name, make] of Object.entries(PAGES)) await Deno.writeTextFile(`${folder}/${name}`, make());
  await runDeno(["fmt", "--quiet", "--config", `${ROOT}deno.json`, folder], { cwd: ROOT });
}

if (import.meta.main) await writePages(`${ROOT}docs`);
