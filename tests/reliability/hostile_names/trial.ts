import { inForm, type Torture, type Trial } from "../trial.ts";

export const hostileNames: Trial = {
  number: 16,
  name: "hostile names through every sink",
  goal: "0 unescaped",
  bugs: [
    {
      name: "metrics leave a label's quotes as they are",
      file: "src/metrics/exposition.ts",
      from: 'text.replaceAll("\\\\", "\\\\\\\\").replaceAll(\'"\', \'\\\\"\')',
      to: 'text.replaceAll("\\\\", "\\\\\\\\")',
      says: /unescaped in metrics/,
    },
    {
      name: "syslog leaves a value's bracket as it is",
      file: "src/events/syslog.ts",
      from: '.replace(/["\\\\\\]]/g,',
      to: '.replace(/["\\\\]/g,',
      says: /unescaped in syslog/,
    },
    {
      name: "CSV leaves formulas as they are",
      file: "src/tables/csv.ts",
      from: 'plainLine(cell).replace(FORMULA, "$1\'")',
      to: "plainLine(cell)",
      says: /unescaped in events as CSV, a formula/,
    },
    {
      name: "pages leave texts as they are",
      file: "src/reports/html/markup.ts",
      from: "  return escaped(String(child));",
      to: "  return String(child);",
      says: /unescaped in a page/,
    },
    {
      name: "a result's lines go to the terminal as they are",
      file: "src/cli/output.ts",
      from: "lines.map(plainLine)",
      to: "lines",
      says: /(unescaped|a line of its own) in kms /,
    },
  ],
  run: throughEverySink,
};

async function throughEverySink(torture: Torture): Promise<string> {
  const { seed, progress } = torture;
  const size = inForm(torture, {
    short: { pages: 1, every: 6, rounds: 1, runs: 5 },
    long: { pages: 64, every: 1, rounds: 6, runs: 100 },
  });
  const { HOSTILE } = await import("./texts.ts");
  const formats = await throughFormats(seed, size.pages);
  const { askHostileHost, typeHostileWords } = await import("./commands.ts");
  let outputs = 0;
  for (let round = 0; round < size.rounds; round++) {
    const isTurn = (i: number) => (i + seed + round) % size.every === 0;
    outputs += await typeHostileWords(seed + round, isTurn) + await askHostileHost(seed + round, isTurn);
    progress(round + 1, size.rounds);
  }
  const { drawHostileAnswers } = await import("./dashboard.tsx");
  const frames = await drawHostileAnswers(seed, size.runs);
  return `${HOSTILE.length} texts: ${formats}, ${outputs} outputs of commands, ${frames} frames and as often lines, 0 unescaped`;
}

/** What is made of texts without a terminal: events, reports, metrics, notices, definitions of services. */
async function throughFormats(seed: number, pages: number): Promise<string> {
  const { HOSTILE } = await import("./texts.ts");
  const { everyCommandLine, everyDefinition, everyLabel, everyVariable } = await import("./formats.ts");
  const { everyEvent, inEveryFormat } = await import("./events.ts");
  const { everyReport } = await import("./reports.ts");
  const events = everyEvent(seed);
  for (const text of HOSTILE) {
    everyLabel(text);
    everyVariable(text);
    everyDefinition(text);
    inEveryFormat(events, text);
  }
  for (let page = 0; page < pages; page++) {
    const first = (seed + page) % HOSTILE.length;
    everyReport([...HOSTILE.slice(first), ...HOSTILE.slice(0, first)]);
  }
  for (const text of HOSTILE.slice(0, pages)) await everyCommandLine(text);
  return `${events.length} kinds of events in 5 formats, ${2 * pages} pages, labels, notices and services`;
}
