/** Columns of each part of a row in the feed. */
export interface FeedColumns {
  readonly gap: number;
  readonly time: number;
  readonly outcome: number;
  readonly count: number;
  readonly product: number;
  readonly kind: number;
  readonly machine: number;
}

const WIDE = 76;
/** Of today's times, and of days before, too. */
export const TIME_COLUMNS = 8;
export const DATED_TIME_COLUMNS = 11;
const LONGEST_PRODUCT = 32;

/**
 * Divides `width` among the parts. The machine's name has the rest and comes last: terminals do not agree on the width
 * of every character, and there it can displace nothing.
 */
export function feedColumns(width: number, time = TIME_COLUMNS): FeedColumns {
  const wide = width >= WIDE;
  const fixed = { gap: wide ? 2 : 1, time, outcome: 12, count: wide ? 9 : 7, kind: wide ? 6 : 4 };
  const rest = width - fixed.time - fixed.outcome - fixed.count - fixed.kind - 5 * fixed.gap;
  const product = Math.min(LONGEST_PRODUCT, Math.floor(rest * 0.45));
  return { ...fixed, product, machine: rest - product };
}
