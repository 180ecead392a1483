import { Line, Toned } from "../../components/line.tsx";
import type { Said } from "../../describe.ts";
import { widthOf, wrap } from "../../text.ts";
import { MARKS } from "../../theme.ts";
import type { Entry, Reading } from "./entry.ts";
import { detailRows } from "./state.ts";

export interface DetailProps {
  readonly entry: Entry;
  /** What is typed for it, if anything is. */
  readonly reading: Reading | undefined;
  /** Where in the list it is. */
  readonly position: string;
  readonly width: number;
  readonly height: number;
}

/** From so many rows on its title stands there in full. */
const ROOMY = 7;

/** What a setting is for, what it may be, and why it is not in force: always as many rows, so that the list stands still. */
export function Detail({ entry, reading, position, width, height }: DetailProps) {
  const rows = detailRows({ height });
  const lines = [
    { tone: "faint", text: `${"─".repeat(Math.max(0, width - widthOf(position) - 1))} ${position}` } as const,
    ...rowsOf(entry, reading, { width, roomy: rows >= ROOMY }),
  ];
  return (
    <>
      {Array.from({ length: rows }, (_, i) => (
        <Line key={i}>
          {lines[i] === undefined ? " " : <Toned tone={lines[i].tone}>{lines[i].text}</Toned>}
        </Line>
      ))}
    </>
  );
}

function rowsOf(
  { title, about, range, notes }: Entry,
  reading: Reading | undefined,
  { width, roomy }: { readonly width: number; readonly roomy: boolean },
): Said[] {
  const said = (tone: Said["tone"], text: string, mark = ""): Said[] =>
    wrap(text, Math.max(1, width - mark.length)).map((row, i) => ({
      tone,
      text: `${i === 0 ? mark : " ".repeat(mark.length)}${row}`,
    }));
  const head = roomy ? said("strong", title.trim()) : [];
  const fault = faultOf(reading);
  const told = fault === undefined ? notes : [{ tone: "warning", text: fault } satisfies Said];
  return [
    ...head,
    ...said("plain", about).slice(0, 2),
    ...(range === "" ? [] : said("faint", range).slice(0, 1)),
    ...told.flatMap(({ tone, text }) => said(tone, text, `${MARKS[tone]} `)),
  ];
}

function faultOf(reading: Reading | undefined): string | undefined {
  return reading?.kind === "faulty" ? reading.fault : undefined;
}
