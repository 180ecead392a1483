import assert from "node:assert/strict";

/**
 * What is loaded before a command begins its work costs every start, and `kms serve` for as long as it runs: the main thread holds it
 * beside the host's worker. docs/performance.md has the figures.
 */
const ROOT = new URL("..", import.meta.url);
/** What the main thread of `kms serve` loads. */
const MAIN_THREAD = ["main.ts", "src/cli/commands/serve.ts", "src/app/serving/start_host.ts"];
const HOST_THREAD = ["src/app/serving/host_worker.ts"];
/** What a command loads that asks the host that runs. */
const ASKING = ["main.ts", "src/cli/commands/display.ts", "src/app/consoles/open_console.ts"];

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** The specifiers of all that is loaded with a module: not what it loads later. */
async function loadedWith(entry: string): Promise<string[]> {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json", entry], cwd: ROOT });
  const { stdout } = await command.output();
  const { modules }: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const imports = new Map(
    modules.map(({ specifier, dependencies = [] }) => [
      specifier,
      dependencies.flatMap(({ code, isDynamic }) => isDynamic === true ? [] : code?.specifier ?? []),
    ]),
  );
  const loaded = new Set([new URL(entry, ROOT).href]);
  for (const one of loaded) for (const next of imports.get(one) ?? []) loaded.add(next);
  return [...loaded].map((one) => one.replace(ROOT.href, ""));
}

async function loadedWithAll(entries: readonly string[]): Promise<string[]> {
  return [...new Set((await Promise.all(entries.map(loadedWith))).flat())];
}

Deno.test("the main thread of kms serve loads no module of Node, no schemas of the API and nothing of the host", async () => {
  const loaded = await loadedWithAll(MAIN_THREAD);
  assert(loaded.includes("src/cli/sections.ts"), "the graph was not read");
  const heavy =
    /^node:|^npm:(?!valibot@)|^src\/(?:api\/(?:types|calls|routes|client)|host|journal|events|dns)/;
  assert.deepEqual(loaded.filter((one) => heavy.test(one)), []);
});

Deno.test("the thread of a host loads no call of the management API, and nothing that answers one, before somebody asks", async () => {
  const loaded = await loadedWithAll(HOST_THREAD);
  assert(loaded.includes("src/app/serving/running_host.ts"), "the graph was not read");
  const late =
    /^src\/(?:api\/(?:types|calls|routes|client)|app\/serving\/(?:host_services|watch)|machines\/machine_list|reports\/(?!names))/;
  assert.deepEqual(loaded.filter((one) => late.test(one)), []);
});

Deno.test("a command that asks the host that runs loads no module of Node, no package, no schema and no other command", async () => {
  const loaded = await loadedWithAll(ASKING);
  assert(loaded.includes("src/api/client.ts"), "the graph was not read");
  const heavy =
    /^(?:node|npm):|^src\/(?:api\/(?:types|calls|routes)|cli\/(?:table|run_parsed|commands\/(?!display)))/;
  assert.deepEqual(loaded.filter((one) => heavy.test(one)), []);
});

Deno.test("no formatter of Intl is made where a thread of the host begins: the first takes 4 MB", async () => {
  const files = (await loadedWithAll([...MAIN_THREAD, ...HOST_THREAD])).filter((one) =>
    one.startsWith("src/")
  );
  assert(files.length > 150, `the graph has only ${files.length} files: it was not read`);
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(new URL(file, ROOT))));
  assert.deepEqual(files.filter((_, i) => /^(?:export )?const .*\bIntl\./m.test(texts[i]!)), []);
});
