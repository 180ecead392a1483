import { countText } from "../format.ts";

/** Where a person is in a list. `selected` and `top` (the first row on the screen) count from 0; both 0 in an empty list. */
export interface ListPlace {
  readonly selected: number;
  readonly top: number;
}

export const LIST_START: ListPlace = { selected: 0, top: 0 };

export type ListMove = "up" | "down" | "pageUp" | "pageDown" | "first" | "last";

/** The place after a move in a list of `total` entries, of which `rows` are on the screen. */
export function moved(place: ListPlace, move: ListMove, total: number, rows: number): ListPlace {
  return placed(place.top, target(place.selected, move, total, rows), total, rows);
}

/** The same place where the list or the screen has another size now. */
export function kept({ selected, top }: ListPlace, total: number, rows: number): ListPlace {
  return placed(top, selected, total, rows);
}

/** `3 of 22, more below`: where the selected one is, and on which sides there are rows that are not on the screen. */
export function positionText({ selected, top }: ListPlace, total: number, rows: number): string {
  const sides = [...(top > 0 ? ["above"] : []), ...(top + rows < total ? ["below"] : [])];
  const more = sides.length === 0 ? "" : `, more ${sides.join(" and ")}`;
  return `${countText(selected + 1)} of ${countText(total)}${more}`;
}

function target(selected: number, move: ListMove, total: number, rows: number): number {
  switch (move) {
    case "up":
      return selected - 1;
    case "down":
      return selected + 1;
    case "pageUp":
      return selected - Math.max(1, rows - 1);
    case "pageDown":
      return selected + Math.max(1, rows - 1);
    case "first":
      return 0;
    case "last":
      return total - 1;
  }
}

/** What is selected is on the screen, and no row is empty while there are entries above. */
function placed(top: number, wanted: number, total: number, rows: number): ListPlace {
  const room = Math.max(1, rows);
  const selected = within(wanted, 0, Math.max(0, total - 1));
  const shown = within(top, selected - room + 1, selected);
  return { selected, top: within(shown, 0, Math.max(0, total - room)) };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
