import assert from "node:assert/strict";
import type { Chart } from "../../../src/reports/report.ts";
import type { Chromium } from "./chromium.ts";

/** A box on the screen, in pixels, as the browser has laid it out. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Mark extends Box {
  /** What the pointer is told: `category, series: value`. */
  readonly title: string;
  readonly fill: string;
}

interface Drawn {
  readonly marks: readonly Mark[];
  readonly limits: readonly number[];
  /** Corners of the line in steps. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  /** Where the axis shows which value. */
  readonly axis: readonly { readonly value: number; readonly y: number }[];
}

/** Less than that is a matter of how pixels are rounded. */
const TOLERANCE = 1.5;

const READ = `[...document.querySelectorAll("figure")].map((figure) => {
  const box = (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return { x, y, width, height }; };
  const svg = figure.querySelector("svg.chart");
  const all = (selector) => [...svg.querySelectorAll(selector)];
  const path = svg.querySelector(".steps");
  const toScreen = svg.getScreenCTM();
  const corners = path === null ? [] : path.getAttribute("d").slice(1).split("L").map((pair) => {
    const [x, y] = pair.split(",").map(Number);
    return new DOMPoint(x, y).matrixTransform(toScreen);
  });
  return {
    marks: all(".mark").map((mark) => ({ ...box(mark), title: mark.textContent, fill: getComputedStyle(mark).fill })),
    limits: all(".limit").map((limit) => box(limit).y),
    corners: corners.map(({ x, y }) => ({ x, y })),
    axis: all("line.grid").map((line) => ({ value: Number(line.nextElementSibling.textContent), y: box(line).y })),
  };
})`;

/** That every chart of the page that is open is drawn as its figures say. Gives back the colours of the marks. */
export async function assertDrawn(chromium: Chromium, charts: readonly Chart[]): Promise<Set<string>> {
  const drawn = await chromium.evaluate<Drawn[]>(READ);
  assert.equal(drawn.length, charts.length);
  charts.forEach((chart, i) => {
    if (chart.kind === "steps") assertSteps(chart, drawn[i]!);
    else assertBars(chart, drawn[i]!);
  });
  return new Set(drawn.flatMap(({ marks }) => marks.map(({ fill }) => fill)));
}

function assertBars(chart: Chart, { marks, axis }: Drawn): void {
  const standing = chart.axis === "days";
  const parts = chart.series.flatMap(({ name, values }) =>
    values.flatMap((value, i) => value === 0 ? [] : [{ category: chart.categories[i]!, name, value }])
  );
  const titles = parts.map(({ category, name, value }) => `${category}, ${name}: ${value}`);
  assert.deepEqual(marks.map(({ title }) => title), titles);
  if (marks.length === 0) return;
  const length = ({ width, height }: Box) => standing ? height : width;
  const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const scale = standing
    ? pixelsPerUnit(axis)
    : total(marks.map(length)) / total(parts.map(({ value }) => value));
  marks.forEach((mark, i) => assertNear(length(mark), parts[i]!.value * scale, mark.title));
  assertStacked(chart, marks, parts.map(({ category }) => category), standing);
  const fills = Map.groupBy(marks, (_, i) => parts[i]!.name);
  for (const [name, own] of fills) assert.equal(new Set(own.map(({ fill }) => fill)).size, 1, name);
  assert.equal(
    new Set(marks.map(({ fill }) => fill)).size,
    fills.size,
    "each series has a colour of its own",
  );
}

/** Parts of one bar begin where the one before ends; bars of a chart do not touch. */
function assertStacked(
  chart: Chart,
  marks: readonly Mark[],
  owners: readonly string[],
  standing: boolean,
): void {
  const bars = chart.categories.map((category) => marks.filter((_, i) => owners[i] === category));
  for (const bar of bars) {
    bar.slice(1).forEach((mark, i) => {
      const before = bar[i]!;
      if (standing) assertNear(mark.y + mark.height, before.y, mark.title);
      else assertNear(mark.x, before.x + before.width, mark.title);
      assertNear(standing ? mark.x : mark.y, standing ? before.x : before.y, mark.title);
    });
  }
  const firsts = bars.flatMap(([first]) => first === undefined ? [] : [first]);
  firsts.slice(1).forEach((mark, i) => {
    const before = firsts[i]!;
    const gap = standing ? mark.x - before.x - before.width : mark.y - before.y - before.height;
    assert(gap > -TOLERANCE, `${mark.title} lies over ${before.title}`);
    if (standing) assertNear(mark.y + mark.height, before.y + before.height, "all stand on one line");
    else assertNear(mark.x, before.x, "all begin at one line");
  });
}

function assertSteps(chart: Chart, { corners, limits, axis }: Drawn): void {
  const scale = pixelsPerUnit(axis);
  const zero = axis.find(({ value }) => value === 0)!.y;
  const heights = corners.map(({ y }) => (zero - y) / scale);
  const { values } = chart.series[0]!;
  assert.equal(corners.length, 2 * values.length - 1);
  values.forEach((value, i) => assertNear(heights[2 * i]! * scale, value * scale, chart.categories[i]!));
  const expected = chart.limits.map(({ value }) => value).sort((a, b) => a - b);
  assert.equal(limits.length, expected.length);
  limits.forEach((y, i) => assertNear(zero - y, expected[i]! * scale, `threshold ${expected[i]}`));
}

function pixelsPerUnit(axis: Drawn["axis"]): number {
  const [low, high] = [axis[0]!, axis.at(-1)!];
  assert(high.value > low.value, "an axis has more than one value");
  return (low.y - high.y) / (high.value - low.value);
}

function assertNear(actual: number, expected: number, what: string): void {
  assert(Math.abs(actual - expected) <= TOLERANCE, `${what}: ${actual} pixels instead of ${expected}`);
}
