/**
 * `deno task bench [--only NAME,…] [--quick] [--json]`: the figures of performance, each beside a reference that is measured in the
 * same run, turn by turn, and beside its goal. The table goes to standard output, and how far it is to standard error. `--quick`
 * takes fewer and shorter rounds, whose figures are not to be relied on. docs/performance.md says how things are measured.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Figure, type Result, resultOf } from "./figure.ts";
import { FIGURES } from "./figures.ts";
import { Site, type SiteOptions } from "./site/site.ts";
import { surroundingsText } from "./site/surroundings.ts";
import { tableOf } from "./table.ts";

const FULL = { rounds: 5, milliseconds: 3000 };
const QUICK = { rounds: 1, milliseconds: 1000 };

const { values: wish } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

function wanted(names: string | undefined): readonly Figure[] {
  if (names === undefined) return FIGURES;
  return names.split(",").map((name) => {
    const figure = FIGURES.find((one) => one.name === name);
    if (figure !== undefined) return figure;
    throw new RangeError(`no figure is named ${name}: ${FIGURES.map((one) => one.name).join(", ")}`);
  });
}

function progress(text: string): void {
  console.error(`bench: ${text}`);
}

/** Processes that ran or wanted to, on average: the last minute's. */
function busy(): string {
  return loadavg()[0]!.toFixed(1);
}

const figures = wanted(wish.only);
const options: SiteOptions = { ...(wish.quick ? QUICK : FULL), progress };
const before = busy();
await using site = await Site.open(options);
progress(surroundingsText(site.surroundings).replaceAll("\n", "\nbench: "));
const results: (Result & { loadAverage: string })[] = [];
const failed: string[] = [];
for (const figure of figures) {
  progress(`${figure.name}: ${figure.what}`);
  try {
    const result = resultOf(figure, await figure.measure(site));
    progress(tableOf([result]).split("\n")[1]!);
    results.push({ ...result, loadAverage: busy() });
  } catch (error) {
    progress(`${figure.name} FAILED: ${error instanceof Error ? error.stack : error}`);
    failed.push(figure.name);
  }
}
if (wish.json) {
  const { rounds, milliseconds } = options;
  console.log(
    JSON.stringify({ quick: wish.quick, rounds, milliseconds, ...site.surroundings, results, failed }),
  );
} else {
  if (wish.quick) console.log("QUICK: one short round each, which says little\n");
  console.log(surroundingsText(site.surroundings));
  console.log(`load average: ${before} before, ${busy()} after; medians of ${options.rounds} rounds\n`);
  console.log(tableOf(results));
  if (failed.length > 0) console.log(`\nnot measured, for they failed: ${failed.join(", ")}`);
}
if (failed.length > 0) Deno.exitCode = 1;
