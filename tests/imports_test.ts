import assert from "node:assert/strict";

/**
 * The rules of the layout, kept by machine. Each folder may import from those named beside it, and the reason stands there; what
 * is not named is an arrow that runs back up.
 */
const RULES: Readonly<
  Record<
    string,
    { readonly may: readonly string[]; readonly lazily?: readonly string[]; readonly why: string }
  >
> = {
  "src/protocol": { may: [], why: "bytes and values alone: a client in another language starts here" },
  "src/crypto": {
    may: ["src/protocol"],
    why: "keys and signatures over the protocol's bytes, and nothing of the product",
  },
  "src/codes": { may: ["src/protocol"], why: "texts for numbers: tables and nothing that runs" },
  "src/table": {
    may: ["src/protocol"],
    why:
      "what a host keeps of its machines, packed: a data structure that knows no event and no rule but the 30 days",
  },
  "src/policy": {
    may: ["src/protocol", "src/table"],
    why: "the business rules, without a socket, a file or a signature",
  },
  "src/service": {
    may: ["src/protocol", "src/policy"],
    why: "what a service is to the system, as texts and steps that are printed or carried out elsewhere",
  },
  "src/dns": {
    may: ["src/protocol", "src/ports.ts"],
    why: "DNS as its RFCs have it, for whoever looks a service up or publishes one",
  },
  "src/health": {
    may: ["src/protocol", "src/policy", "src/ports.ts"],
    why: "what is wrong with a host is judged from facts, without the host and without what measures them",
  },
  "src/metrics": {
    may: ["src/protocol", "src/policy"],
    why: "numbers as Prometheus reads them, made of values alone",
  },
  "src/tables": { may: ["src/policy"], why: "rows as text that other programs read" },
  "src/ports.ts": { may: [], why: "what the core asks of the world, in no other terms" },
  "src/version.ts": { may: [], why: "one string" },
  "src/events": {
    may: ["src/protocol", "src/policy", "src/tables"],
    why: "events in words and in formats: one text for the dashboard, the command line and other programs",
  },
  "src/journal": {
    may: ["src/protocol", "src/policy", "src/ports.ts"],
    why:
      "events as they are kept, for the host that writes them and whoever reads them, the host running or not",
  },
  "src/host": {
    may: [
      "src/protocol",
      "src/crypto",
      "src/policy",
      "src/table",
      "src/dns",
      "src/health",
      "src/journal",
      "src/ports.ts",
    ],
    why: "a role knows its powers only as ports",
  },
  "src/admin": {
    may: ["src/protocol", "src/crypto", "src/policy", "src/ports.ts"],
    why:
      "who may come in from other computers is decided without a socket, and without the host that they come for",
  },
  "src/authority": {
    may: ["src/protocol", "src/crypto", "src/policy", "src/ports.ts"],
    why: "a role knows no other role",
  },
  "src/client": {
    may: ["src/protocol", "src/crypto", "src/policy", "src/dns", "src/ports.ts"],
    why: "product code embeds it, so it stands alone; it finds its host by DNS, which stands alone too",
  },
  "src/client/embedding": {
    may: [
      "src/protocol",
      "src/crypto",
      "src/policy",
      "src/ports.ts",
      "src/journal",
      "src/client",
      "src/adapters",
    ],
    why:
      "a composition root of its own, beside src/app: it gives the client its powers inside somebody else's program",
  },
  "src/client/mod.ts": {
    may: ["src/client/embedding"],
    why: "the doors that product code comes in by, and nothing behind them",
  },
  "src/reports": {
    may: ["src/protocol", "src/policy", "src/table", "src/journal", "src/tables", "src/ports.ts"],
    why: "figures and their pictures, from events and machine records, whoever has them and whoever looks",
  },
  "src/machines": {
    may: ["src/protocol", "src/policy", "src/table", "src/ports.ts"],
    why: "the records of a host as a list that people look through: filter, order and pages of it",
  },
  "src/simulation": {
    may: ["src/protocol", "src/policy", "src/table", "src/journal"],
    why: "a site on a simulated clock: the rules of hosts and clients, and the size of what would be written",
  },
  "src/api": {
    may: ["src/protocol", "src/policy", "src/reports", "src/machines", "src/version.ts"],
    why: "what travels to a console is data, never a role's object",
  },
  "src/adapters": {
    may: [
      "src/protocol",
      "src/crypto",
      "src/policy",
      "src/events",
      "src/service",
      "src/dns",
      "src/ports.ts",
      "src/version.ts",
      "src/api",
    ],
    why: "they implement ports and carry the API; they know no role",
  },
  "src/app": {
    may: [
      "src/protocol",
      "src/crypto",
      "src/policy",
      "src/table",
      "src/service",
      "src/health",
      "src/metrics",
      "src/ports.ts",
      "src/version.ts",
      "src/events",
      "src/journal",
      "src/reports",
      "src/machines",
      "src/host",
      "src/admin",
      "src/authority",
      "src/client",
      "src/api",
      "src/adapters",
    ],
    why: "it puts all together, and shows nothing",
  },
  "tui": {
    may: ["src/protocol", "src/crypto", "src/policy", "src/events", "src/machines", "src/api"],
    why:
      "a screen sees a host only through the management API; the check digits of crypto are looked at while a person types, before anything travels",
  },
  "src/cli": {
    may: [
      "src/protocol",
      "src/codes",
      "src/policy",
      "src/events",
      "src/service",
      "src/tables",
      "src/machines",
      "src/reports",
      "src/simulation",
      "src/api",
      "src/version.ts",
    ],
    lazily: ["src/app", "tui"],
    why: "a command is a client of the management API; what starts a host is loaded only when it is needed",
  },
  "main.ts": { may: ["src/cli"], why: "argv to the command line" },
};

/** Where each power of the runtime may be reached for. */
const POWERS = [
  {
    pattern: /\bDeno\./,
    may: ["src/adapters", "src/cli", "main.ts"],
    why: "I/O is in adapters; the command line reads arguments, environment and terminal",
  },
  { pattern: /\bDeno\.exit\b/, may: ["main.ts"], why: "one place decides the exit status" },
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bTemporal\.Now\b/,
    may: ["src/adapters"],
    why: "time is an argument",
  },
  {
    pattern: /\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b/,
    may: ["src/adapters"],
    why: "randomness is an argument",
  },
] as const;

const ROOT = new URL("..", import.meta.url);
const LIBRARY = "src/client/mod.ts";
const ENTRIES = [
  "main.ts",
  LIBRARY,
  "src/app/serving/host_worker.ts",
  "src/app/reports/report_worker.ts",
  "tui/mod.tsx",
];

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly lazy: boolean;
}

interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

async function graphOf(entry: string): Promise<ModuleGraph> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL(entry, ROOT).href],
    stdout: "piped",
  });
  const { stdout, success } = await command.output();
  assert(success, `deno info ${entry} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function importGraph(): Promise<{ modules: string[]; arrows: Arrow[] }> {
  const graphs = await Promise.all(ENTRIES.map(graphOf));
  const modules = new Map(
    graphs.flatMap((graph) => graph.modules).map((module) => [module.specifier, module]),
  );
  const ours = [...modules.values()].filter(({ specifier }) => specifier.startsWith(ROOT.href));
  const arrows = ours.flatMap(({ specifier, dependencies = [] }) =>
    dependencies.flatMap(({ code, type, isDynamic }) => {
      const target = code?.specifier ?? type?.specifier;
      if (target === undefined || !target.startsWith(ROOT.href)) return [];
      return [{ from: relative(specifier), to: relative(target), lazy: isDynamic === true }];
    })
  );
  return { modules: ours.map(({ specifier }) => relative(specifier)), arrows };
}

function relative(specifier: string): string {
  return specifier.slice(ROOT.href.length);
}

function roomOf(file: string): string {
  const rooms = Object.keys(RULES).filter((name) => file === name || file.startsWith(`${name}/`));
  const room = rooms.sort((a, b) => b.length - a.length)[0]; // the innermost
  assert(room !== undefined, `${file} lies in no folder of the layout`);
  return room;
}

/** What is wrong with an arrow, or undefined. */
function faultOf({ from, to, lazy }: Arrow): string | undefined {
  const [source, target] = [roomOf(from), roomOf(to)];
  const { may, lazily = [], why } = RULES[source]!;
  if (source === target || may.includes(target) || (lazy && lazily.includes(target))) return undefined;
  return `${from} imports ${to}: ${source} may import ${
    [...may, ...lazily.map((name) => `${name} (lazily)`)].join(", ") || "nothing"
  } (${why})`;
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(folder, ROOT)));
  const nested = await Promise.all(entries.map((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return sourceFiles(path);
    return Promise.resolve(/\.tsx?$/.test(entry.name) ? [path] : []);
  }));
  return nested.flat();
}

Deno.test("imports run downwards only", async () => {
  const { arrows } = await importGraph();
  assert(arrows.length > 100, `the graph has only ${arrows.length} arrows: it was not read`);
  assert.deepEqual(arrows.map(faultOf).filter((fault) => fault !== undefined), []);
});

Deno.test("the import rules refuse an arrow that runs back up, and one that should be lazy", () => {
  assert.match(
    faultOf({ from: "src/protocol/bytes.ts", to: "src/host/host.ts", lazy: false }) ?? "",
    /src\/protocol may import nothing/,
  );
  assert.match(
    faultOf({ from: "src/client/lease.ts", to: "src/host/host.ts", lazy: false }) ?? "",
    /src\/client may import/,
  );
  assert.match(
    faultOf({ from: "src/cli/main.ts", to: "src/app/demo.ts", lazy: false }) ?? "",
    /src\/app \(lazily\)/,
  );
  assert.equal(faultOf({ from: "src/cli/main.ts", to: "src/app/demo.ts", lazy: true }), undefined);
});

Deno.test("what products embed runs without Deno, and brings along no package but those that are bundled into it", async () => {
  const { modules } = await graphOf(LIBRARY);
  const ours = modules.filter(({ specifier }) => specifier.startsWith(ROOT.href));
  assert(ours.length > 50, `the graph has only ${ours.length} files: it was not read`);
  const texts = await Promise.all(ours.map(({ specifier }) => Deno.readTextFile(new URL(specifier))));
  const bound = ours.filter((_, i) => /\bDeno\./.test(withoutComments(texts[i]!)));
  assert.deepEqual(bound.map(({ specifier }) => relative(specifier)), [], "Node and Electron have no Deno");
  const packages = ours.flatMap(({ dependencies = [] }) =>
    dependencies.flatMap(({ code }) => code?.specifier ?? [])
  ).filter((specifier) => !/^(?:file|node):/.test(specifier));
  assert.deepEqual([...new Set(packages)], ["npm:valibot@1.5.0"], "each is code in every product");
});

Deno.test("every source file is reached from an entry of the program", async () => {
  const { modules } = await importGraph();
  const files = [...await sourceFiles("src"), ...await sourceFiles("tui")];
  assert.deepEqual(files.filter((file) => !modules.includes(file)), []);
});

Deno.test("powers of the runtime are reached for only where the layout has them", async () => {
  const files = [...await sourceFiles("src"), ...await sourceFiles("tui"), "main.ts"];
  const faults: string[] = [];
  for (const file of files) {
    const code = withoutComments(await Deno.readTextFile(new URL(file, ROOT)));
    for (const { pattern, may, why } of POWERS) {
      const allowed = may.some((room) => file === room || file.startsWith(`${room}/`));
      if (!allowed && pattern.test(code)) faults.push(`${file} reaches for ${pattern.source}: ${why}`);
    }
  }
  assert.deepEqual(faults, []);
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
