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
      return <Remark time={entry.time} said={leftOut(entry.count)} columns={columns} />;
    case "gap":
      return <Remark time={entry.time} said={MISSED} columns={columns} />;
    case "event":
      if (entry.event.id === EventId.requestProcessed) {
        return <Request event={entry.event} products={products} columns={columns} />;
      }
      return <Remark time={entry.event.time} said={describeEvent(entry.event)} columns={columns} />;
  }
}

const MISSED: Said = { tone: "faint", text: "connected again; what happened meanwhile is not shown" };

function leftOut(count: number): Said {
  return { tone: "faint", text: `${countOf(count, "more event")}, too many to show` };
}

interface RequestProps {
  readonly event: RequestProcessed;
  readonly products: ReadonlyMap<string, string>;
  readonly columns: FeedColumns;
}

function Request({ event, products, columns }: RequestProps) {
  const { tone, text } = describeOutcome(event);
  const gap = " ".repeat(columns.gap);
  const rest = [
    fitRight(countOfRequest(event, columns.count), columns.count),
    fit(products.get(event.productId) ?? "unknown product", columns.product),
    fit(kindOf(event, columns.kind), columns.kind),
    truncate(event.name || "(no name)", columns.machine),
  ];
  return (
    <Line>
      <Toned tone="faint">{timeOfDay(event.time)}</Toned>
      {gap}
      <Toned tone={tone}>{fit(`${MARKS[tone]} ${text}`, columns.outcome)}</Toned>
      {gap}
      {rest.join(gap)}
    </Line>
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
  readonly time: number;
  readonly said: Said;
  readonly columns: FeedColumns;
}

/** Whatever is not a request has the row to itself. */
function Remark({ time, said: { tone, text }, columns }: RemarkProps) {
  return (
    <Line>
      <Toned tone="faint">{timeOfDay(time)}</Toned>
      {" ".repeat(columns.gap)}
      <Toned tone={tone}>{MARKS[tone]} {text}</Toned>
    </Line>
  );
}
