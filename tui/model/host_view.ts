import type { HostStatus, WatchLine } from "../../src/api/types.ts";
import type { HostEvent } from "../../src/policy/events.ts";
import { clean, cleanDeep } from "../text.ts";

/** Entries of the feed that are kept. */
export const FEED_LIMIT = 200;

/** What happens to the stream. */
export type StreamChange =
  | { readonly kind: "line"; readonly line: WatchLine }
  | { readonly kind: "lost"; readonly reason: string; readonly retrySeconds: number }
  | { readonly kind: "retrying" }
  /** The sign-in: nothing follows. */
  | { readonly kind: "refused" };

export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** The sign-in was: it is not tried again. */
  | { readonly kind: "refused" }
  /** `retrySeconds`: the wait before the next try; null while it is being tried. */
  | { readonly kind: "lost"; readonly reason: string; readonly retrySeconds: number | null };

type News =
  | { readonly kind: "event"; readonly event: HostEvent }
  /** Events that the host left out because there were too many. */
  | { readonly kind: "left"; readonly time: number; readonly count: number }
  /** The connection was lost before: what happened meanwhile is not known. */
  | { readonly kind: "gap"; readonly time: number };

/** `serial` grows by one with each entry. */
export type FeedEntry = News & { readonly serial: number };

/** All that is drawn. Its texts are clean: no screen needs to think of that. */
export interface HostView {
  readonly connection: Connection;
  /** As last seen, null before the first line. */
  readonly status: HostStatus | null;
  /** Newest first. */
  readonly feed: readonly FeedEntry[];
  /** Events that the host has told of so far, those that it left out too. */
  readonly happened: number;
}

export const INITIAL_HOST: HostView = {
  connection: { kind: "connecting" },
  status: null,
  feed: [],
  happened: 0,
};

export function fold(state: HostView, change: StreamChange): HostView {
  if (isRefused(state)) return state;
  switch (change.kind) {
    case "line":
      return foldLine(state, cleanDeep(change.line));
    case "lost": {
      const { reason, retrySeconds } = change;
      return { ...state, connection: { kind: "lost", reason: clean(reason), retrySeconds } };
    }
    case "retrying":
      if (state.connection.kind !== "lost") return state;
      return { ...state, connection: { ...state.connection, retrySeconds: null } };
    case "refused":
      return { ...state, connection: { kind: "refused" } };
  }
}

/** For good: from then on nothing is to be asked of the host. */
export function isRefused({ connection }: Pick<HostView, "connection">): boolean {
  return connection.kind === "refused";
}

function foldLine(state: HostView, line: WatchLine): HostView {
  return {
    connection: { kind: "live" },
    status: line.status,
    feed: appended(state.feed, newsOf(state, line)),
    happened: state.happened + line.events.length + line.left,
  };
}

/** Oldest first. */
function newsOf({ connection, status }: HostView, line: WatchLine): News[] {
  const time = line.status.time;
  const missed = connection.kind === "lost" && status !== null;
  return [
    ...(missed ? [{ kind: "gap", time } as const] : []),
    ...line.events.map((event) => ({ kind: "event", event } as const)),
    ...(line.left > 0 ? [{ kind: "left", time, count: line.left } as const] : []),
  ];
}

function appended(feed: readonly FeedEntry[], news: readonly News[]): readonly FeedEntry[] {
  if (news.length === 0) return feed;
  const first = (feed[0]?.serial ?? 0) + 1;
  const entries = news.map((item, i) => ({ ...item, serial: first + i }));
  return [...entries.slice(-FEED_LIMIT).reverse(), ...feed].slice(0, FEED_LIMIT);
}
