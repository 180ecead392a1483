import type { MachineRow } from "../../../src/api/types.ts";
import { Line, Toned } from "../../components/line.tsx";
import { MARK_COLUMNS } from "../../components/rows.tsx";
import type { ListPlace } from "../../model/list.ts";
import { cellText, type Columns, columnsFor, titleOf } from "./columns.ts";
import type { Query } from "./query.ts";
import { type Held, rowAt } from "./window.ts";

export interface TableProps {
  readonly held: Held;
  readonly query: Query;
  readonly place: ListPlace;
  readonly width: number;
  readonly rows: number;
}

/** The machines that are on the screen; dots where they have not come yet. */
export function Table({ held: { page }, query, place, width, rows }: TableProps) {
  const columns = columnsFor(width - MARK_COLUMNS);
  const shown = Math.max(0, Math.min(rows, page.total - place.top));
  return (
    <>
      <Heading columns={columns} query={query} />
      {Array.from({ length: shown }, (_, i) => {
        const index = place.top + i;
        const row = rowAt(page, index);
        return (
          <Line key={row?.key ?? index}>
            <Toned tone="key">{index === place.selected ? "> " : "  "}</Toned>
            {row === undefined
              ? <Toned tone="faint">{"·".repeat(DOTS)}</Toned>
              : <Cells row={row} now={page.time} columns={columns} />}
          </Line>
        );
      })}
    </>
  );
}

const DOTS = 8;

function Heading({ columns: { list, gap }, query }: { columns: Columns; query: Query }) {
  const titles = list.map((column, i) => cellText(column, titleOf(column, query), i === list.length - 1));
  return (
    <Line>
      {"  "}
      <Toned tone="faint">{titles.join(" ".repeat(gap))}</Toned>
    </Line>
  );
}

function Cells({ row, now, columns: { list, gap } }: { row: MachineRow; now: number; columns: Columns }) {
  return (
    <>
      {list.map((column, i) => {
        const { tone, text } = column.said(row, now);
        const space = i === 0 ? "" : " ".repeat(gap);
        return [space, <Toned key={i} tone={tone}>{cellText(column, text, i === list.length - 1)}</Toned>];
      })}
    </>
  );
}
