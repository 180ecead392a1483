import type { EventEntry } from "../../../src/api/types.ts";
import { Line, Toned } from "../../components/line.tsx";
import { eventRows } from "./event_rows.ts";

export interface EventViewProps {
  readonly entry: EventEntry;
  /** The first row that is shown. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One event with all its fields. */
export function EventView({ entry, top, width, height }: EventViewProps) {
  return (
    <>
      {eventRows(entry, width).slice(top, top + height).map(({ label, text, meaning, tone }, i) => (
        <Line key={top + i}>
          <Toned tone="faint">{label}</Toned>
          <Toned tone={tone}>{text}</Toned>
          <Toned tone="faint">{meaning}</Toned>
        </Line>
      ))}
    </>
  );
}
