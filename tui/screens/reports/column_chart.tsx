import { Line, Toned } from "../../components/line.tsx";
import { countText } from "../../format.ts";
import { fit, fitRight, widthOf } from "../../text.ts";
import { drawColumns, type DrawnColumns, rowOf } from "./bars.ts";
import { totalsOf } from "./layout.ts";
import type { Chart } from "./views.ts";

export interface ColumnChartProps {
  readonly chart: Chart;
  /** Number of the category that stands out. */
  readonly selected: number;
  readonly width: number;
  /** Rows of the columns alone. */
  readonly height: number;
}

/** The days one beside the other, all series together; under the axis a mark for the selected one. Four rows more than its height. */
export function ColumnChart({ chart, selected, width, height }: ColumnChartProps) {
  const values = totalsOf(chart);
  const limits = chart.limits.map(({ value }) => value);
  const labels = Math.max(...[...values, ...limits, 1].map((value) => countText(value).length));
  const drawn = drawColumns({ values, limits, width: width - labels - 2, height });
  const marks = new Map([...limits, drawn.most].map((value) => [rowOf(value, drawn.most, height), value]));
  return (
    <>
      {drawn.rows.map((row, i) => {
        const mark = marks.get(height - 1 - i);
        return (
          <Line key={i}>
            <Toned tone="faint">{fitRight(mark === undefined ? "" : countText(mark), labels)} │</Toned>
            <Marked row={row} drawn={drawn} selected={selected} />
          </Line>
        );
      })}
      <Axis chart={chart} drawn={drawn} selected={selected} labels={labels} />
      <Line />
    </>
  );
}

/** A row of which the selected column stands out. */
function Marked({ row, drawn, selected }: { row: string; drawn: DrawnColumns; selected: number }) {
  const from = selected * drawn.pitch;
  const to = from + drawn.thick;
  return (
    <>
      {row.slice(0, from)}
      <Toned tone="key">{row.slice(from, to)}</Toned>
      {row.slice(to)}
    </>
  );
}

interface AxisProps {
  readonly chart: Chart;
  readonly drawn: DrawnColumns;
  readonly selected: number;
  readonly labels: number;
}

/** The axis with a mark at the selected day, and the first and the last day below it. */
function Axis({ chart: { categories }, drawn, selected, labels }: AxisProps) {
  const length = widthOf(drawn.rows[0] ?? "");
  const at = selected * drawn.pitch + Math.floor((drawn.thick - 1) / 2);
  const line = "─".repeat(length);
  const left = " ".repeat(labels);
  const last = categories.at(-1) ?? "";
  return (
    <>
      <Line>
        <Toned tone="faint">{fitRight("0", labels)} └{line.slice(0, at)}</Toned>
        <Toned tone="key">{at < length ? "▲" : ""}</Toned>
        <Toned tone="faint">{line.slice(at + 1)}</Toned>
      </Line>
      <Line>
        <Toned tone="faint">
          {left} {fit(categories[0] ?? "", Math.max(0, length - widthOf(last)))}
          {last}
        </Toned>
      </Line>
    </>
  );
}
