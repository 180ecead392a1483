import type { MachineRow, MachinesPage, MachinesWish } from "../../../src/api/types.ts";
import { kept, type ListPlace } from "../../model/list.ts";
import { type Query, sameQuery } from "./query.ts";

/** The part of the host's list that is held, and what it was asked for. */
export interface Held {
  readonly query: Query;
  readonly page: MachinesPage;
}

/** The API gives no more at once. */
const MOST_ROWS = 500;

/** What to ask for, that `rows` rows can be drawn from `place` on: a screen more on either side, and the selected machine wherever it is now. */
export function wishFor(
  query: Query,
  held: Held | null,
  { selected, top }: ListPlace,
  rows: number,
): MachinesWish {
  const offset = Math.max(0, top - rows);
  const wish = { ...orderOf(query), offset, limit: Math.min(MOST_ROWS, rows * 3) };
  const key = held !== null && sameQuery(held.query, query) ? followed(held.page, selected) : undefined;
  return key === undefined ? wish : { ...wish, around: key, lead: selected - offset };
}

function orderOf({ filter, ...order }: Query): MachinesWish {
  return filter === "" ? order : { ...order, filter };
}

/** The machine that stays selected. At the top nobody has chosen one: there the newest are to be seen. */
function followed(page: MachinesPage, selected: number): string | undefined {
  return selected === 0 ? undefined : rowAt(page, selected)?.key;
}

/** The machine that stands there; undefined where it is not held. */
export function rowAt({ offset, rows }: MachinesPage, index: number): MachineRow | undefined {
  return rows[index - offset];
}

/** Where a person is once a page has come in place of `held`: at the same machine if it is on the page, at the end of a list that grew. */
export function placeOn(held: Held | null, { query, page }: Held, place: ListPlace, rows: number): ListPlace {
  const shift = held !== null && sameQuery(held.query, query)
    ? shiftBetween(held.page, page, place.selected)
    : 0;
  return kept({ selected: place.selected + shift, top: place.top + shift }, page.total, rows);
}

function shiftBetween(before: MachinesPage, { offset, rows, total }: MachinesPage, selected: number): number {
  if (selected === 0) return 0;
  const key = followed(before, selected);
  const index = key === undefined ? -1 : rows.findIndex((row) => row.key === key);
  if (index >= 0) return offset + index - selected;
  return selected === before.total - 1 ? total - before.total : 0;
}

/** Whether what is on the screen is held, and half a screen more on either side. */
export function covers({ page }: Held, { top }: ListPlace, rows: number): boolean {
  const spare = Math.floor(rows / 2);
  const from = Math.max(0, top - spare);
  const to = Math.min(page.total, top + rows + spare);
  return page.offset <= from && to <= page.offset + page.rows.length;
}
