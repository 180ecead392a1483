import { describeProduct } from "../describe.ts";
import { countText } from "../format.ts";
import { fit, fitRight } from "../text.ts";
import { MARKS } from "../theme.ts";
import { Line, Toned } from "./line.tsx";

export interface Gauge {
  readonly name: string;
  readonly count: number;
  readonly needed: number;
  /** Whether the host may activate the product. */
  readonly served: boolean;
}

/** Columns of each part, the same for all gauges of a list. */
export interface GaugeColumns {
  readonly name: number;
  readonly bar: number;
  readonly numbers: number;
}

/** How many computers are counted, against what one product needs. */
export function CountGauge({ gauge, columns }: { readonly gauge: Gauge; readonly columns: GaugeColumns }) {
  const { tone, text } = describeProduct(gauge.count, gauge.needed, gauge.served);
  const full = filled(gauge, columns.bar);
  return (
    <Line>
      {fit(gauge.name, columns.name)} <Toned tone={tone}>{"█".repeat(full)}</Toned>
      <Toned tone="faint">{"░".repeat(columns.bar - full)}</Toned>{" "}
      {fitRight(numbersOf(gauge), columns.numbers)} <Toned tone={tone}>{MARKS[tone]} {text}</Toned>
    </Line>
  );
}

/** `18/25` */
export function numbersOf({ count, needed }: Gauge): string {
  return `${countText(count)}/${countText(needed)}`;
}

/** Columns of the bar: all of them only when the threshold is reached, none only when nothing is counted. */
function filled({ count, needed }: Gauge, bar: number): number {
  if (count >= needed) return bar;
  if (count === 0) return 0;
  return Math.min(bar - 1, Math.max(1, Math.floor((count / needed) * bar)));
}
