import type { MachineRow } from "../../../src/api/types.ts";
import type { Said } from "../../describe.ts";
import { outcomeText } from "../../../src/events/words.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { dateText, timeOfDay } from "../../format.ts";
import { fit, fitRight, truncate } from "../../text.ts";
import { MARKS } from "../../theme.ts";
import { arrowOf, type Query, type Sort } from "./query.ts";
import { kindText, minutesText, nameText, productText, spanText, stateOf } from "./words.ts";

/** One column of the table. */
export interface Column {
  readonly sort: Sort | null;
  readonly title: string;
  readonly width: number;
  readonly atRight?: boolean;
  /** `now`: as of when the list is. */
  readonly said: (row: MachineRow, now: number) => Said;
}

export interface Columns {
  readonly gap: number;
  readonly list: readonly Column[];
}

/** Widths from which on there is room for more. */
const GAPS = 76;
const ANSWERS = 96;
const DATES = 126;
const IDS = 156;

const LONGEST_PRODUCT = 32;
/** What is left for the product beside the name, which has the rest. */
const SHARE_OF_PRODUCT = 0.4;
const LEAST_PRODUCT = 12;

/**
 * The columns that there is room for. The machine's name has the rest and comes last: terminals do not agree on the width of every
 * character, and there it can displace nothing.
 */
export function columnsFor(width: number): Columns {
  const gap = width >= GAPS ? 2 : 1;
  const isDated = width >= DATES;
  const before = [
    isDated ? SEEN_DATE : SEEN_SPAN,
    isDated ? LEAVES_DATE : LEAVES_SPAN,
    STATE,
    ...(isDated ? [LEFT] : []),
    isDated ? KIND : SHORT_KIND,
    ...(width >= ANSWERS ? [ANSWER] : []),
  ];
  const ids = width >= ANSWERS ? [width >= IDS ? ID : SHORT_ID] : [];
  const used = [...before, ...ids].reduce((sum, column) => sum + column.width + gap, 0);
  const rest = width - used;
  const product = Math.min(LONGEST_PRODUCT, Math.floor(rest * SHARE_OF_PRODUCT));
  const products = product >= LEAST_PRODUCT ? [productColumn(product)] : [];
  const name = rest - (products.length === 0 ? 0 : product + gap);
  return { gap, list: [...before, ...products, ...ids, nameColumn(Math.max(4, name))] };
}

const plain = (text: string): Said => ({ tone: "plain", text });

const SEEN_SPAN: Column = {
  sort: "lastSeen",
  title: "SEEN",
  width: 6,
  atRight: true,
  said: ({ lastSeen }, now) => plain(spanText(now - lastSeen)),
};
const SEEN_DATE: Column = {
  sort: "lastSeen",
  title: "LAST SEEN UTC",
  width: 16,
  said: ({ lastSeen }) => plain(`${dateText(lastSeen)} ${timeOfDay(lastSeen).slice(0, 5)}`),
};
const LEAVES_SPAN: Column = {
  sort: "leaves",
  title: "LEAVES",
  width: 7,
  atRight: true,
  said: ({ leaves }, now) => leaves === null ? NOT_COUNTED : plain(spanText(leaves - now)),
};
const LEAVES_DATE: Column = {
  sort: "leaves",
  title: "LEAVES",
  width: 10,
  said: ({ leaves }) => leaves === null ? NOT_COUNTED : plain(dateText(leaves)),
};
const NOT_COUNTED: Said = { tone: "faint", text: "–" };

const STATE: Column = {
  sort: "licenceState",
  title: "STATE",
  width: 14,
  said: (row) => marked(stateOf(row)),
};
const LEFT: Column = {
  sort: null,
  title: "LEFT",
  width: 6,
  atRight: true,
  said: ({ minutesLeft }) => plain(minutesText(minutesLeft)),
};
const SHORT_KIND: Column = { sort: "kind", title: "KIND", width: 5, said: (row) => plain(kindText(row, 5)) };
const KIND: Column = { ...SHORT_KIND, width: 9, said: (row) => plain(kindText(row, 9)) };
const ANSWER: Column = {
  sort: "result",
  title: "ANSWER",
  width: 11,
  said: ({ result }) => ({
    tone: result === HResult.activated ? "plain" : "waiting",
    text: outcomeText({ result, renewal: false }),
  }),
};
const SHORT_ID: Column = {
  sort: "machineId",
  title: "ID",
  width: 8,
  said: ({ machineId }) => ({ tone: "faint", text: machineId.slice(0, 8) }),
};
const ID: Column = {
  ...SHORT_ID,
  title: "MACHINE ID",
  width: 32,
  said: ({ machineId }) => ({ tone: "faint", text: machineId }),
};

function productColumn(width: number): Column {
  return { sort: "product", title: "PRODUCT", width, said: (row) => plain(productText(row)) };
}

/** The mark of a duplicate stands before its name. */
function nameColumn(width: number): Column {
  return {
    sort: "name",
    title: "  NAME",
    width,
    said: (row) =>
      row.duplicate
        ? { tone: "warning", text: `${DUPLICATE} ${nameText(row)}` }
        : plain(`  ${nameText(row)}`),
  };
}

/** Stands before the name of a machine whose ID is on other hardware, too. */
export const DUPLICATE = "≠";

function marked({ tone, text }: Said): Said {
  return { tone, text: `${MARKS[tone]} ${text}` };
}

/** A text in its column; in the last one it may end early. */
export function cellText({ width, atRight }: Column, text: string, isLast: boolean): string {
  if (isLast) return truncate(text, width);
  return atRight === true ? fitRight(text, width) : fit(text, width);
}

/** The columns' titles, with an arrow at the one that the list is in the order of. */
export function titleOf({ title, sort, width }: Column, { sort: by, descending }: Query): string {
  if (sort !== by) return title;
  return truncate(title, width - 1) + arrowOf(descending);
}
