import type { LoggedEvent } from "../../src/policy/client_events.ts";
import { EventId, type RequestProcessed } from "../../src/policy/events.ts";
import { describeEvent, describeOutcome, type Said } from "../describe.ts";
import { countOf, countText, timeOfDay } from "../format.ts";
import type { FeedEntry } from "../model/host_view.ts";
import { fit, fitRight, truncate } from "../text.ts";
import { MARKS } from "../theme.ts";
import type { FeedColumns } from "./feed_columns.ts";
import { Line, Toned } from "./line.tsx";

export interface FeedRowProps {
  readonly entry: FeedEntry;
  /** Names of products by ID. */
  readonly products: ReadonlyMap<string, string>;
  readonly columns: FeedColumns;
}

export function FeedRow({ entry, products, columns }: FeedRowProps) {
  switch (entry.kind) {
    case "left":
      return (
        <Line>
          <Remark time={timeOfDay(entry.time)} said={leftOut(entry.count)} columns={columns} />
        </Line>
      );
    case "gap":
      return (
        <Line>
          <Remark time={timeOfDay(entry.time)} said={MISSED} columns={columns} />
        </Line>
      );
    case "event": {
      const { event } = entry;
      const product = "productId" in event ? products.get(event.productId) : undefined;
      return (
        <Line>
          <EventText event={event} product={product} time={timeOfDay(event.time)} columns={columns} />
        </Line>
      );
    }
  }
}

export interface EventTextProps {
  readonly event: LoggedEvent;
  /** Its name; undefined where it is not known. */
  readonly product: string | undefined;
  /** As it is shown. */
  readonly time: string;
  readonly columns: FeedColumns;
}

/** An event in one row. For use within a Line. */
export function EventText({ event, product, time, columns }: EventTextProps) {
  if (event.id === EventId.requestProcessed) {
    return <Request event={event} product={product} time={time} columns={columns} />;
  }
  return <Remark time={time} said={describeEvent(event)} columns={columns} />;
}

const MISSED: Said = { tone: "faint", text: "connected again; what happened meanwhile is not shown" };

function leftOut(count: number): Said {
  return { tone: "faint", text: `${countOf(count, "more event")}, too many to show` };
}

interface RequestProps extends EventTextProps {
  readonly event: RequestProcessed;
}

function Request({ event, product, time, columns }: RequestProps) {
  const { tone, text } = describeOutcome(event);
  const gap = " ".repeat(columns.gap);
  const rest = [
    fitRight(countOfRequest(event, columns.count), columns.count),
    fit(product ?? "unknown product", columns.product),
    fit(kindOf(event, columns.kind), columns.kind),
    truncate(event.name || "(no name)", columns.machine),
  ];
  return (
    <>
      <Toned tone="faint">{fit(time, columns.time)}</Toned>
      {gap}
      <Toned tone={tone}>{fit(`${MARKS[tone]} ${text}`, columns.outcome)}</Toned>
      {gap}
      {rest.join(gap)}
    </>
  );
}

/** `18/25`, the threshold only where there is one and room for it. */
function countOfRequest({ count, needed }: RequestProcessed, room: number): string {
  const both = `${countText(count)}/${countText(needed)}`;
  return needed > 0 && both.length <= room ? both : countText(count);
}

/** What does not count: virtual and ephemeral machines. Short where there is little room. */
function kindOf({ virtual, ephemeral }: RequestProcessed, room: number): string {
  const marks = [...(virtual ? ["vm"] : []), ...(ephemeral ? ["eph"] : [])].join(" ");
  return marks.length <= room ? marks : "v+e";
}

interface RemarkProps {
  readonly time: string;
  readonly said: Said;
  readonly columns: FeedColumns;
}

/** Whatever is not a request has the row to itself. */
function Remark({ time, said: { tone, text }, columns }: RemarkProps) {
  return (
    <>
      <Toned tone="faint">{fit(time, columns.time)}</Toned>
      {" ".repeat(columns.gap)}
      <Toned tone={tone}>{MARKS[tone]} {text}</Toned>
    </>
  );
}
