import { Toned } from "../../components/line.tsx";
import { countText } from "../../format.ts";
import { fit, fitRight } from "../../text.ts";
import { fillOf, stackedBar } from "./bars.ts";
import { type BarColumns, limitText } from "./layout.ts";
import type { Chart } from "./views.ts";

const GAP = "  ";

/** One day, state or edition. */
export interface Bar {
  /** Its place in the chart: names may be there twice. */
  readonly number: number;
  readonly label: string;
  /** One for each series. */
  readonly values: readonly number[];
  readonly total: number;
}

export function barsOf({ categories, series }: Chart, totals: readonly number[]): Bar[] {
  return categories.map((label, number) => ({
    number,
    label,
    values: series.map(({ values }) => values[number] ?? 0),
    total: totals[number]!,
  }));
}

export interface BarRowProps {
  readonly chart: Chart;
  readonly bar: Bar;
  /** What the longest bar stands for. */
  readonly most: number;
  readonly columns: BarColumns;
}

/** For use within a Line. */
export function BarRow({ chart, bar: { label, values, total }, most, columns }: BarRowProps) {
  const limits = limitText(chart, total);
  return (
    <>
      {fit(label, columns.label)}
      {GAP}
      {fit(stackedBar(values, most, columns.bar), columns.bar)}
      {GAP}
      <Toned tone={total === 0 ? "faint" : "strong"}>{fitRight(countText(total), columns.total)}</Toned>
      {columns.series.map((width, i) => (
        <Toned key={i} tone={values[i] === 0 ? "faint" : "plain"}>
          {GAP + fitRight(countText(values[i] ?? 0), width)}
        </Toned>
      ))}
      {limits === "" ? null : <Toned tone="waiting">{GAP + limits}</Toned>}
    </>
  );
}

/** Says what the parts of the rows are, and which filling stands for which series. */
export function BarHeading({ chart, columns }: Pick<BarRowProps, "chart" | "columns">) {
  const names = chart.series.map(({ name }, i) => `${fillOf(i)} ${name}`);
  const inRows = columns.series.length > 0;
  const legend = inRows || names.length < 2 ? "" : names.join(GAP);
  return (
    <Toned tone="faint">
      {fit(chart.axis === "days" ? "DAY" : "", columns.label)}
      {GAP}
      {fit(legend, columns.bar)}
      {GAP}
      {fitRight("ALL", columns.total)}
      {columns.series.map((width, i) => GAP + fitRight(names[i]!, width))}
    </Toned>
  );
}
