import { describeProduct } from "../describe.ts";
import { widthOf } from "../text.ts";
import { CountGauge, type Gauge, type GaugeColumns, numbersOf } from "./count_gauge.tsx";
import { Line, Toned } from "./line.tsx";

export interface GaugesProps {
  readonly gauges: readonly Gauge[];
  readonly width: number;
  /** Rows that may be used. */
  readonly rows: number;
}

/** One gauge for each product; says how many there was no room for. */
export function Gauges({ gauges, width, rows }: GaugesProps) {
  if (gauges.length === 0) return <Line>No products: no licence file is installed.</Line>;
  const shown = gauges.length <= rows ? gauges : gauges.slice(0, rows - 1);
  const columns = gaugeColumns(shown, width);
  return (
    <>
      {shown.map((gauge, i) => <CountGauge key={i} gauge={gauge} columns={columns} />)}
      {shown.length < gauges.length && (
        <Line>
          <Toned tone="faint">and {gauges.length - shown.length} more products</Toned>
        </Line>
      )}
    </>
  );
}

const LONGEST_BAR = 40;
const SHORTEST_BAR = 4;
/** Three gaps, and the mark with a gap of its own. */
const BETWEEN = 5;

/** Divides `width` among the parts. */
function gaugeColumns(gauges: readonly Gauge[], width: number): GaugeColumns {
  const name = Math.min(widest(gauges.map((gauge) => gauge.name)), Math.floor(width * 0.3));
  const numbers = widest(gauges.map(numbersOf));
  const state = widest(
    gauges.map(({ count, needed, served }) => describeProduct(count, needed, served).text),
  );
  const rest = width - name - numbers - state - BETWEEN;
  return { name, numbers, bar: Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, rest)) };
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(widthOf));
}
