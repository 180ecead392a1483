import type { ReactNode } from "react";
import type { ListPlace } from "../model/list.ts";
import { Line, Toned } from "./line.tsx";

/** Columns that the mark of what is selected takes, left of each row. */
export const MARK_COLUMNS = 2;

export interface RowsProps<Item> {
  readonly items: readonly Item[];
  /** Where `items` begins in the list, if it is only a part of it. */
  readonly offset?: number;
  readonly place: ListPlace;
  /** Rows on the screen. */
  readonly rows: number;
  /** Names the item across all times, so that a row that moves is not drawn anew. */
  readonly keyOf: (item: Item) => string | number;
  /** One line, MARK_COLUMNS narrower than the screen. */
  readonly draw: (item: Item) => ReactNode;
}

/** The part of a list that is on the screen; what is selected stands behind a mark, which is seen without colours too. */
export function Rows<Item>({ items, offset = 0, place, rows, keyOf, draw }: RowsProps<Item>) {
  const first = place.top - offset;
  return (
    <>
      {items.slice(Math.max(0, first), Math.max(0, first + rows)).map((item, i) => {
        const selected = place.selected - place.top === i + Math.max(0, -first);
        return (
          <Line key={keyOf(item)}>
            <Toned tone="key">{selected ? "> " : "  "}</Toned>
            {draw(item)}
          </Line>
        );
      })}
    </>
  );
}
