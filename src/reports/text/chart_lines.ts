import stringWidth from "string-width";
import { sum } from "../editions.ts";
import type { Chart } from "../report.ts";
import type { TextOptions } from "./text_report.ts";
import { cut, padded } from "./width.ts";

/** One for each series, as far as they can be told apart. */
const BLOCKS = ["█", "▓", "▒", "░", "▞", "◆", "●", "○"];
const LETTERS = ["#", "=", "+", "-", "*", "o", "x", "."];

const USUAL_COLUMNS = 80;
const LONGEST_LABEL = 30;
const SHORTEST_BAR = 10;

/** A chart with a bar a line, each bar as long as its values together. */
export function chartLines(chart: Chart, { columns = USUAL_COLUMNS, ascii }: TextOptions): string[] {
  const marks = ascii ? LETTERS : BLOCKS;
  const totals = chart.categories.map((_, i) => sum(chart.series.map(({ values }) => values[i]!)));
  const most = Math.max(0, ...totals);
  const labels = Math.min(LONGEST_LABEL, Math.max(0, ...chart.categories.map((name) => stringWidth(name))));
  const ends = totals.map((total) => `${total}${limitText(chart, total)}`);
  const room = columns - labels - 2 - Math.max(0, ...ends.map((end) => end.length));
  const longest = Math.max(SHORTEST_BAR, room);
  const lines = chart.categories.map((name, i) => {
    const label = padded(cut(name, labels, ascii), labels, false);
    const bar = barOf(chart.series.map(({ values }) => values[i]!), most, longest, marks);
    return `${label} ${bar}${bar === "" ? "" : " "}${ends[i]}`;
  });
  return [`${chart.title} (${chart.unit})`, ...legend(chart, marks), ...lines];
}

/** Parts of a bar end where their sum, rounded, ends; where there is something there is a mark. */
function barOf(values: readonly number[], most: number, longest: number, marks: readonly string[]): string {
  if (most === 0) return "";
  let [bar, total] = ["", 0];
  values.forEach((value, i) => {
    total += value;
    const end = Math.max(Math.round(total / most * longest), total > 0 ? 1 : 0);
    bar += marks[i % marks.length]!.repeat(end - bar.length);
  });
  return bar;
}

function legend({ series }: Chart, marks: readonly string[]): string[] {
  if (series.length < 2) return [];
  return [series.map(({ name }, i) => `${marks[i % marks.length]} ${name}`).join("   ")];
}

/** The highest threshold that a value is under; the others go without saying, or are seen. */
function limitText({ limits }: Chart, value: number): string {
  const missed = limits.filter((limit) => value < limit.value);
  return missed.length === 0 ? "" : `  under ${missed.map((limit) => limit.value).join(" and ")}`;
}
