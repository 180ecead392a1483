import type { Activity } from "../../../src/api/types.ts";
import { Line, Toned } from "../../components/line.tsx";
import { timeOfDay } from "../../format.ts";
import { bars } from "../../model/bars.ts";
import { fitRight } from "../../text.ts";

const MINUTES = 60;
const MINUTE_MS = 60_000;

export interface MinutesProps {
  readonly activity: Activity;
  readonly width: number;
}

/** Requests a minute, the newest at the right, in one row of at most an hour's columns. For use within a Line. */
export function Spark({ activity, width }: MinutesProps) {
  const [row] = rowsOf(activity, Math.min(MINUTES, width), 1);
  return <Toned tone="good">{row}</Toned>;
}

/** The same in `rows` rows, with the times of its ends below. */
export function Chart({ activity, width, rows }: MinutesProps & { readonly rows: number }) {
  const columns = Math.min(MINUTES, width);
  const ends = timeOfDay(activity.time).slice(0, 5);
  const begins = timeOfDay(activity.time - (columns - 1) * MINUTE_MS).slice(0, 5);
  return (
    <>
      {rowsOf(activity, columns, rows).map((row, i) => (
        <Line key={i}>
          <Toned tone="good">{row}</Toned>
        </Line>
      ))}
      <Line>
        <Toned tone="faint">{begins}{fitRight(`${ends} UTC`, Math.max(0, columns - begins.length))}</Toned>
      </Line>
    </>
  );
}

/** Minutes before the counting began are blank. */
function rowsOf({ minutes }: Activity, columns: number, rows: number): string[] {
  const values = minutes.slice(-columns).map(({ requests }) => requests);
  return bars(values, rows, Math.max(...values, 1)).map((row) => fitRight(row, columns));
}
