import {
  DATED_TIME_COLUMNS,
  type FeedColumns,
  feedColumns,
  TIME_COLUMNS,
} from "../../components/feed_columns.ts";
import { EventText } from "../../components/feed_row.tsx";
import { FeedHeading } from "../../components/feed.tsx";
import { Line, Toned } from "../../components/line.tsx";
import { MARK_COLUMNS, Rows } from "../../components/rows.tsx";
import { dateText, shortMoment } from "../../format.ts";
import type { Context, ScreenProps } from "../screen.ts";
import { EventView } from "./event_view.tsx";
import { entriesOf } from "./log_window.ts";
import { type ActivityState, listRows } from "./state.ts";
import { StateLine } from "./state_line.tsx";
import { emptyText } from "./words.ts";

/** The list of events, or one of them as a whole. */
export function ActivityView({ state, ...context }: ScreenProps<ActivityState>) {
  if (state.open !== null) return <EventView {...state.open} {...context} />;
  const columns = feedColumns(context.width - MARK_COLUMNS, timeColumns(state, context));
  return (
    <>
      <StateLine state={state} host={context.host} width={context.width} />
      <Line>
        {" ".repeat(MARK_COLUMNS)}
        <FeedHeading columns={columns} />
      </Line>
      <Entries state={state} columns={columns} {...context} />
    </>
  );
}

/** Days are told where not all is of today. */
function timeColumns({ window }: ActivityState, { host }: Context): number {
  const today = dateText(host.status?.time ?? 0);
  const isToday = entriesOf(window).every(({ event }) => dateText(event.time) === today);
  return isToday ? TIME_COLUMNS : DATED_TIME_COLUMNS;
}

function Entries(
  { state, columns, ...context }: ScreenProps<ActivityState> & { readonly columns: FeedColumns },
) {
  const { status } = context.host;
  const names = new Map(status?.products.map(({ id, name }) => [id, name]));
  const entries = entriesOf(state.window);
  if (entries.length === 0) {
    return (
      <Line>
        {" ".repeat(MARK_COLUMNS)}
        <Toned tone="faint">{emptyText(state)}</Toned>
      </Line>
    );
  }
  return (
    <Rows
      items={entries}
      place={state.place}
      rows={listRows(context)}
      keyOf={({ source, n }) => `${source} ${n}`}
      draw={({ event, product }) => (
        <EventText
          event={event}
          product={product ?? ("productId" in event ? names.get(event.productId) : undefined)}
          time={shortMoment(event.time, status?.time ?? 0)}
          columns={columns}
        />
      )}
    />
  );
}
