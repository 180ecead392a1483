// @ts-types="@types/d3-scale"
import type { ScaleLinear } from "d3-scale";
import { element, type Markup } from "./markup.ts";

/** Units of a chart's view box, about pixels of a screen. */
export const WIDTH = 760;
export const HEIGHT = 280;
/** Where values are drawn: from left to right, and from bottom to top. */
export const PLOT = { x: [48, WIDTH - 8] as const, y: [HEIGHT - 26, 14] as const };

const TICKS = 5;
const MOST_DAY_LABELS = 9;

/** Whole numbers at the left, and a line across at each. */
export function valueAxis(values: ScaleLinear<number, number>): Markup[] {
  const whole = values.ticks(TICKS).filter(Number.isInteger);
  return whole.flatMap((value) => {
    const y = values(value);
    return [
      element("line", { class: "grid", x1: PLOT.x[0], x2: PLOT.x[1], y1: y, y2: y }),
      element("text", { x: PLOT.x[0] - 6, y, "text-anchor": "end", "dominant-baseline": "central" }, value),
    ];
  });
}

/** Some of the days below, as many as there is room for. */
export function dayAxis(days: readonly string[], middle: (day: string) => number): Markup[] {
  const every = Math.max(1, Math.ceil(days.length / MOST_DAY_LABELS));
  return days.filter((_, i) => i % every === 0).map((day) =>
    element("text", { x: Math.round(middle(day)), y: HEIGHT - 8, "text-anchor": "middle" }, day)
  );
}
