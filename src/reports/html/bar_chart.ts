// @ts-types="@types/d3-scale"
import { scaleBand, scaleLinear } from "d3-scale";
// @ts-types="@types/d3-shape"
import { stack } from "d3-shape";
import { sum } from "../editions.ts";
import type { Chart } from "../report.ts";
import { dayAxis, HEIGHT, PLOT, valueAxis, WIDTH } from "./axes.ts";
import { element, type Markup } from "./markup.ts";

const ROW = 30;
const LABEL_WIDTH = 230;
const LABEL_LETTERS = 34;
const VALUE_WIDTH = 70;

/** One part of a bar: from one sum of values to the next. */
interface Part {
  readonly category: number;
  readonly series: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Bars that stand beside one another, a day each. */
export function standingBars(chart: Chart): Markup[] {
  const days = scaleBand(chart.categories, PLOT.x).padding(0.15);
  const values = scaleLinear([0, mostOf(chart)], PLOT.y).nice(5);
  const marks = partsOf(chart).map((part) =>
    mark(chart, part, {
      x: round(days(chart.categories[part.category]!)!),
      y: round(values(part.to)),
      width: round(days.bandwidth()),
      height: round(values(part.from) - values(part.to)),
    })
  );
  const middle = (day: string) => days(day)! + days.bandwidth() / 2;
  return [...valueAxis(values), ...dayAxis(chart.categories, middle), ...marks];
}

/** Bars that lie below one another, a name each, with their values together at the end. */
export function lyingBars(chart: Chart): Markup[] {
  const names = scaleBand(chart.categories.map((_, i) => i), [0, ROW * chart.categories.length]).padding(
    0.25,
  );
  const values = scaleLinear([0, mostOf(chart)], [LABEL_WIDTH, WIDTH - VALUE_WIDTH]);
  const marks = partsOf(chart).map((part) =>
    mark(chart, part, {
      x: round(values(part.from)),
      y: round(names(part.category)!),
      width: round(values(part.to) - values(part.from)),
      height: round(names.bandwidth()),
    })
  );
  const texts = chart.categories.flatMap((name, i) => {
    const total = totalOf(chart, i);
    const y = round(names(i)! + names.bandwidth() / 2);
    return [
      element(
        "text",
        { x: LABEL_WIDTH - 8, y, "text-anchor": "end", "dominant-baseline": "central" },
        short(name),
      ),
      element(
        "text",
        { class: "value", x: round(values(total) + 6), y, "dominant-baseline": "central" },
        total,
      ),
    ];
  });
  return [...marks, ...texts];
}

/** Height of a chart, in the units of its width. */
export function heightOf({ axis, categories }: Chart): number {
  return axis === "days" ? HEIGHT : Math.max(1, categories.length) * ROW;
}

function partsOf({ categories, series }: Chart): Part[] {
  const stacked = stack<number, number>().keys(series.map((_, i) => i))
    .value((category, i) => series[i]!.values[category]!)(categories.map((_, i) => i));
  return stacked.flatMap((points, i) =>
    points.map(([from, to], category) => ({ category, series: i, value: to - from, from, to }))
  ).filter(({ value }) => value > 0);
}

function mark(
  chart: Chart,
  part: Part,
  box: Readonly<Record<"x" | "y" | "width" | "height", number>>,
): Markup {
  const { name } = chart.series[part.series]!;
  const title = `${chart.categories[part.category]}, ${name}: ${part.value}`;
  return element("rect", { class: `mark s${part.series}`, ...box }, element("title", {}, title));
}

/** A chart in which nothing happens has an axis all the same. */
export function mostOf(chart: Chart): number {
  const totals = chart.categories.map((_, i) => totalOf(chart, i));
  return totals.reduce((most, total) => Math.max(most, total), 1);
}

function totalOf({ series }: Chart, category: number): number {
  return sum(series.map(({ values }) => values[category]!));
}

function short(name: string): string {
  const letters = [...name];
  return letters.length <= LABEL_LETTERS ? name : `${letters.slice(0, LABEL_LETTERS - 1).join("")}…`;
}

/** Hundredths of a unit are finer than any screen. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
