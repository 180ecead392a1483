import type { AlertView, HostStatus } from "../../src/api/types.ts";
import { EventId, type HostEvent, type RequestProcessed } from "../../src/policy/events.ts";
import { describeEvent, describeOutcome, describeProduct, describeStanding } from "../describe.ts";
import { countOf, countText, timeOfDay } from "../format.ts";
import type { Connection, FeedEntry, HostView } from "../model/host_view.ts";

/** How the host stands, whole: what is told first. */
export function summary(status: HostStatus): string[] {
  const { publisher, computer, products, count, known, requests, alerts } = status;
  return [
    `${publisher?.name ?? "No publisher yet"}, host on ${computer}, ${listeningText(status)}`,
    ...describeStanding(status).map(({ text }) => text),
    ...products.map((product) => productText(product, count)),
    `Requests ${countText(requests.total)}, failed ${countText(requests.failed)}, machines known ${
      countText(known)
    }`,
    ...(alerts.length === 0 ? ["No alerts"] : alerts.map(alertText)),
  ];
}

/** What is different now, events apart. */
export function changes(before: HostView, after: HostView): string[] {
  return [
    ...connectionChange(before.connection, after.connection),
    ...standingChanges(before.status, after.status),
  ];
}

function connectionChange(before: Connection, after: Connection): string[] {
  if (after.kind === before.kind) return [];
  switch (after.kind) {
    case "connecting":
      return [];
    case "live":
      return before.kind === "lost" ? ["Connected again; what happened meanwhile is not told"] : [];
    case "refused":
      return ["The host refuses the sign-in: q leaves"];
    case "lost":
      return [`No connection; it is tried again and again (${after.reason})`];
  }
}

/** All of it the first time. */
function standingChanges(before: HostStatus | null, after: HostStatus | null): string[] {
  if (after === null) return [];
  if (before === null) return summary(after);
  const wasSaid = textsOf(before);
  const raised = after.alerts.filter(({ condition }) => !has(before.alerts, condition));
  const over = before.alerts.filter(({ condition }) => !has(after.alerts, condition));
  return [
    ...textsOf(after).filter((text) => !wasSaid.includes(text)),
    ...productChanges(before, after),
    ...raised.map(alertText),
    ...over.map(({ title }) => `Alert over: ${title}`),
  ];
}

function textsOf(status: HostStatus): string[] {
  return [...describeStanding(status).map(({ text }) => text), listeningText(status)];
}

/** Only when a product begins or ceases to be activated: the count itself is in every event. */
function productChanges(before: HostStatus, after: HostStatus): string[] {
  const toneOf = ({ products, count }: HostStatus, id: string) => {
    const product = products.find((one) => one.id === id);
    return product && describeProduct(count, product.threshold, product.served).tone;
  };
  return after.products
    .filter(({ id }) => toneOf(before, id) !== toneOf(after, id))
    .map((product) => productText(product, after.count));
}

function productText({ name, threshold, served }: HostStatus["products"][number], count: number): string {
  const { text } = describeProduct(count, threshold, served);
  return `${name}: counted ${countText(count)}, needed ${countText(threshold)}, ${text}`;
}

function listeningText({ listening }: HostStatus): string {
  return listening === null ? "not listening" : `listening on ${listening.address} port ${listening.port}`;
}

function has(alerts: readonly AlertView[], condition: string): boolean {
  return alerts.some((alert) => alert.condition === condition);
}

function alertText({ severity, title, text, remedy }: AlertView): string {
  return `Alert, ${severity}: ${title}: ${text.replace(/\.$/, "")}. To mend it: ${remedy}`;
}

/** An event in one line; undefined for what the change of standing tells already. */
function eventText(event: HostEvent, products: HostStatus["products"]): string | undefined {
  if (event.id === EventId.alertRaised || event.id === EventId.alertCleared) return undefined;
  const text = event.id === EventId.requestProcessed
    ? requestText(event, products)
    : describeEvent(event).text;
  return `${timeOfDay(event.time)} ${text}`;
}

function requestText(event: RequestProcessed, products: HostStatus["products"]): string {
  const product = products.find(({ id }) => id === event.productId)?.name ?? "unknown product";
  const kinds = [...(event.virtual ? ["virtual"] : []), ...(event.ephemeral ? ["ephemeral"] : [])];
  const needed = event.needed > 0 ? ` of ${countText(event.needed)}` : "";
  return [
    describeOutcome(event).text,
    `count ${countText(event.count)}${needed}`,
    product,
    ...kinds,
    event.name || "no name",
  ].join(", ");
}

/** How many of a batch are told one by one. */
const MOST_TOLD = 3;

/** Entries as lines, oldest first: the first ones, and how many more there were. */
export function feedLines(entries: readonly FeedEntry[], products: HostStatus["products"]): string[] {
  const lines = entries.flatMap((entry) =>
    entry.kind === "event" ? eventText(entry.event, products) ?? [] : []
  );
  const left = entries.reduce((sum, entry) => entry.kind === "left" ? sum + entry.count : sum, 0);
  const more = Math.max(0, lines.length - MOST_TOLD) + left;
  return [...lines.slice(0, MOST_TOLD), ...(more === 0 ? [] : [`and ${countOf(more, "more event")}`])];
}
