import { plainJson } from "../../policy/plain_line.ts";
import { FILTER_TERMS, LONGEST_FILTER, MACHINE_SORTS, MOST_ROWS } from "../../machines/names.ts";
import type { MachineDetails, MachineRow, MachinesPage, MachinesWish } from "../../api/types.ts";
import type { Console } from "../../api/console.ts";
import { command } from "../command.ts";
import { MACHINE_LIMITS, machineLimits } from "../machine_limits.ts";
import { readWhole } from "../numbers.ts";
import { countOf, printNote, printResult, printText, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

/** How many are shown where nothing says how many. */
const FIRST = 50;
const MOST = 1_000_000;
const EVENTS = 20;
const MOST_EVENTS = 200;

const show = command({
  words: "show <id>",
  summary: "Show one machine, its duplicates, and what the journal tells of it",
  about: [
    "The machine is named by its machine ID, its hardware or its name. The journal is looked through for the machine ID and for the " +
    "hardware, so that a machine that was set up anew has its past.",
  ],
  arguments: {
    id: { type: "string", demandOption: true, describe: "machine ID, hardware or name" },
  },
  options: {
    limit: { type: "string", describe: `how many events at most, ${EVENTS} unless given` },
  },
  async run({ id, limit, ...options }) {
    if (id === "") throw new UsageError("a machine has a machine ID, a hardware or a name");
    const most = limit === undefined ? EVENTS : readWhole("--limit", limit, 1, MOST_EVENTS);
    const { machineLines } = await import("../printing/machines_display.ts");
    await withConsole(options, "read", async (console) => {
      const details = await wholeDetails(console, id, most);
      printResult(options.json, details, machineLines(details));
    });
  },
});

/** A host looks through some dozen megabytes of its journal for one answer: it is asked until there are enough events, or no older ones. */
async function wholeDetails(console: Console, id: string, most: number): Promise<MachineDetails> {
  let details = await console.call("machine", { id, limit: most });
  while (!details.atEnd && details.events.length < most) {
    const { machine: { key: id }, before } = details;
    const older = await console.call("machine", { id, limit: most - details.events.length, before });
    details = { ...older, events: [...details.events, ...older.events] };
  }
  return details;
}

const limits = command({
  words: "limits",
  summary: "Show how many machines the host takes, and from where, or set it",
  about: [
    "Machines that the host knows renew whatever the limits say. New ones beyond a limit are refused: those beyond the first with " +
    "0x8007000E, those beyond the second with 0x800710D9, for as long as the address has its day. Computers behind one router come from " +
    "one address; of an IPv6 address the first 64 bits are what counts.",
  ],
  options: MACHINE_LIMITS,
  run: ({ most, newPerAddress, public: open, ...options }) =>
    machineLimits(options, { most, newPerAddress, public: open }),
});

export const machines = command({
  words: "machines",
  summary: "List the machines that the host keeps records of",
  about: [
    `The ${FIRST} seen last are shown, unless it is said otherwise. --json prints a JSON object a line. Times are local; in CSV they ` +
    "are those of UTC.",
    "A filter is words that must all fit, each anywhere in name, machine ID, hardware or product name, in capital or small letters; or " +
    "terms: " + Object.entries(FILTER_TERMS).map(([name, meaning]) => `${name}: (${meaning})`).join("; ") +
    ". In double quotes a word may hold spaces and colons.",
    "The state is the one that a machine is in now, as far as the host can know by what it answered.",
  ],
  options: {
    sort: { type: "string", choices: MACHINE_SORTS, default: "lastSeen", describe: "what to order by" },
    reverse: { type: "boolean", default: false, describe: "the other way round" },
    filter: { type: "string", describe: "words and terms, such as 'desk state:grace counted:no'" },
    limit: { type: "string", describe: `how many at most, ${FIRST} unless given` },
    all: { type: "boolean", default: false, describe: "all that the filter lets through" },
    csv: { type: "boolean", default: false, describe: "print CSV" },
  },
  subcommands: [show, limits],
  async run({ sort, reverse, filter, limit, all, csv, ...options }) {
    if (all && limit !== undefined) throw new UsageError("--all and --limit exclude each other");
    if (csv && options.json) throw new UsageError("--csv and --json exclude each other");
    if (filter !== undefined && filter.length > LONGEST_FILTER) {
      throw new UsageError(`--filter takes at most ${LONGEST_FILTER} characters`);
    }
    const most = all ? Infinity : limit === undefined ? FIRST : readWhole("--limit", limit, 1, MOST);
    const wish: MachinesWish = {
      sort,
      descending: (sort === "lastSeen") !== reverse,
      ...(filter === undefined ? {} : { filter }),
    };
    const { machineCsv, machineCsvHeader } = await import("../printing/machines_display.ts");
    await withConsole(options, "read", async (console) => {
      const shown = csv
        ? await printPages(console, wish, { most, head: machineCsvHeader(), text: machineCsv })
        : options.json
        ? await printPages(console, wish, { most, head: "", text: jsonLines })
        : await printTable(console, wish, most);
      if (shown.rows < shown.total && limit === undefined) {
        printNote(`kms: ${shown.rows} of ${countOf(shown.total, "machine")}: --limit or --all shows more`);
      }
    });
  },
});

interface Shown {
  readonly rows: number;
  readonly total: number;
}

interface PageStyle {
  readonly most: number;
  readonly head: string;
  /** Lines with their ends. */
  readonly text: (rows: readonly MachineRow[]) => string;
}

async function printPages(
  console: Console,
  wish: MachinesWish,
  { most, head, text }: PageStyle,
): Promise<Shown> {
  let shown = { rows: 0, total: 0 };
  printText(head);
  for await (const { rows, total } of pagesOf(console, wish, most)) {
    printText(text(rows));
    shown = { rows: shown.rows + rows.length, total };
  }
  return shown;
}

/** Its columns are as wide as the widest of all rows. */
async function printTable(console: Console, wish: MachinesWish, most: number): Promise<Shown> {
  const rows: MachineRow[] = [];
  let last: MachinesPage | undefined;
  for await (const page of pagesOf(console, wish, most)) {
    rows.push(...page.rows);
    last = page;
  }
  const { total = 0, known = 0, counted = 0 } = last ?? {};
  const { machineTable } = await import("../printing/machines_display.ts");
  const columns = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : undefined;
  printResult(false, null, [
    ...rows.length === 0 ? ["No machine is to be shown."] : await machineTable(rows, columns),
    `${countOf(known, "machine")} known, of which ${counted} count; ${rows.length} shown.`,
  ]);
  return { rows: rows.length, total };
}

/** One page behind the other. While machines ask, one may be seen twice or missed between two of them. */
async function* pagesOf(console: Console, wish: MachinesWish, most: number): AsyncGenerator<MachinesPage> {
  for (let offset = 0; offset < most;) {
    const page = await console.call("machines", {
      ...wish,
      offset,
      limit: Math.min(MOST_ROWS, most - offset),
    });
    yield page;
    offset += page.rows.length;
    if (page.rows.length === 0 || offset >= page.total) return;
  }
}

function jsonLines(rows: readonly MachineRow[]): string {
  return rows.map((row) => `${plainJson(row)}\n`).join("");
}
