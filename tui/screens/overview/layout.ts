import type { Said } from "../../describe.ts";
import { wrap } from "../../text.ts";

/** From this room on there are two columns. */
const WIDE = { width: 110, height: 24 };
/** From this height on empty rows set the parts apart, and the feed has a heading. */
const ROOMY = 16;

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** What there is to show. */
export interface Wish {
  /** Rows of what says how the host stands. */
  readonly standing: number;
  readonly alerts: number;
  readonly gauges: number;
  readonly facts: number;
}

/** Rows for each part. */
export interface Layout {
  readonly roomy: boolean;
  readonly alerts: number;
  readonly gauges: number;
  readonly facts: number;
  readonly feed: number;
}

export function isWide({ width, height }: Room): boolean {
  return width >= WIDE.width && height >= WIDE.height;
}

/** Divides a single column; the most important first: standing, the worst alert, gauges. */
export function divided({ height }: Room, wish: Wish): Layout {
  const gauges = Math.min(wish.gauges, Math.max(2, Math.floor((height - 4) / 3)));
  const spare = height - wish.standing - gauges - 6; // beside five empty rows or headings, and a row of the feed
  const roomy = height >= ROOMY && spare >= Math.min(wish.alerts, 1);
  const alerts = Math.min(wish.alerts, roomy ? Math.min(3, spare) : 1);
  const fixed = wish.standing + alerts + gauges + (roomy ? 5 : 0);
  const facts = Math.min(wish.facts, Math.max(0, height - fixed - (roomy ? 4 : 3)));
  return { roomy, alerts, gauges, facts, feed: Math.max(0, height - fixed - facts) };
}

/** Rows of a large screen: `panels` is the height of the two columns. */
export interface WideLayout {
  readonly alerts: number;
  readonly panels: number;
  readonly chart: number;
  readonly feed: number;
}

/** Rows of the feed that are kept free, with its heading and title. */
const LATEST = 10;

/** `standing`: its rows; `right`: rows that the right column would take; `gauges`: products. */
export function widelyDivided(
  { height }: Room,
  { standing, alerts, gauges }: Omit<Wish, "facts">,
  right: number,
): WideLayout {
  const shown = Math.min(alerts, 5);
  const rest = height - standing - shown - 3;
  const least = Math.max(6, rest - LATEST);
  const chart = Math.max(2, Math.min(8, least - Math.min(gauges, 8) - 6));
  const panels = Math.min(least, Math.max(right, Math.min(gauges, 8) + chart + 4));
  return { alerts: shown, panels, chart, feed: Math.max(0, rest - panels - 2) };
}

/** A row of a sentence. */
export interface SentenceRow extends Said {
  /** Whether the sentence begins here. */
  readonly first: boolean;
}

/** The rows of sentences, no more than `most` for each, with room for a mark before them. */
export function sentenceRows(all: readonly Said[], width: number, most: number): SentenceRow[] {
  return all.flatMap(({ tone, text }) =>
    wrap(text, width - 2).slice(0, most).map((text, i) => ({ tone, text, first: i === 0 }))
  );
}
