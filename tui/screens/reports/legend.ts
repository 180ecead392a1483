import { truncate, widthOf } from "../../text.ts";

/** What a part of a chart is, and how much of it there is. */
export interface LegendPart {
  readonly mark: string;
  readonly name: string;
  /** Empty where the name says it. */
  readonly count: string;
}

const GAP = "  ";

/** The parts in a row of `width` columns: where there is no room, names are shortened, the longest first, and counts never. */
export function legendText(parts: readonly LegendPart[], width: number): string {
  const longest = Math.max(0, ...parts.map(({ name }) => widthOf(name)));
  for (let most = longest; most > 0; most--) {
    const text = legendWith(parts, most);
    if (widthOf(text) <= width) return text;
  }
  return legendWith(parts, 0);
}

function legendWith(parts: readonly LegendPart[], most: number): string {
  return parts.map(({ mark, name, count }) => {
    const said = [truncate(name, most), count].filter((text) => text !== "").join(": ");
    return said === "" ? mark : `${mark} ${said}`;
  }).join(GAP);
}
