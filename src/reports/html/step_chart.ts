// @ts-types="@types/d3-scale"
import { type ScaleLinear, scaleLinear, scalePoint } from "d3-scale";
// @ts-types="@types/d3-shape"
import { curveStepAfter, line } from "d3-shape";
import type { Chart } from "../report.ts";
import { dayAxis, PLOT, valueAxis } from "./axes.ts";
import { mostOf } from "./bar_chart.ts";
import { element, type Markup } from "./markup.ts";

const NAME_HEIGHT = 13;

/** A line in steps from day to day, and a line across for each threshold. */
export function stepChart(chart: Chart): Markup[] {
  const days = scalePoint(chart.categories, PLOT.x).padding(0.5);
  const most = Math.max(mostOf(chart), ...chart.limits.map(({ value }) => value));
  const values = scaleLinear([0, most], PLOT.y).nice(5);
  const steps = chart.series.map((series) => {
    const path = line<number>((_, i) => days(chart.categories[i]!)!, (value) => values(value))
      .curve(curveStepAfter).digits(2)(series.values);
    return element("path", { class: "steps", d: path ?? "" }, element("title", {}, series.name));
  });
  const limits = limitLines(chart, values);
  return [...valueAxis(values), ...dayAxis(chart.categories, (day) => days(day)!), ...steps, ...limits];
}

/** Names stand above their lines, at the left, where the line in steps is high; those of thresholds close together above one another. */
function limitLines({ limits }: Chart, values: ScaleLinear<number, number>): Markup[] {
  let above = Infinity;
  return limits.toSorted((a, b) => a.value - b.value).flatMap(({ name, value }) => {
    const y = values(value);
    above = Math.min(y - 4, above - NAME_HEIGHT);
    return [
      element("line", { class: "limit", x1: PLOT.x[0], x2: PLOT.x[1], y1: y, y2: y }),
      element("text", { class: "limit-name", x: PLOT.x[0] + 4, y: above }, name),
    ];
  });
}
