import type { Handlers, Input } from "../../api/routes.ts";
import type { EVENTS_ROUTES, EventsPage } from "../../api/types.ts";
import { eventTest } from "../../events/filter.ts";
import { type LogStart, readLogPage } from "../../journal/event_log.ts";

import { OperationError } from "../../policy/operation_error.ts";
import { checkpointedEvent } from "../../host/checkpoint.ts";
import type { HostPorts } from "../../host/host.ts";
import { verificationStep } from "./verification.ts";
import type { Disk } from "../../ports.ts";
import type { Product } from "../../protocol/licence_payload.ts";

export type EventRoute = keyof typeof EVENTS_ROUTES;
/** Names of products. */
export type Products = readonly Pick<Product, "id" | "name">[];

const PAGE = 100;

/** The event log of a folder: whatever its role, and whether its state can be trusted or not. */
export function eventHandlers(
  { disk, stateJson }: Pick<HostPorts, "disk" | "stateJson">,
  products: () => Products,
): Pick<Handlers, EventRoute> {
  return {
    events: (wish) => eventsPage(disk, wish, products()),
    verifyEvents: async ({ after }) =>
      await verificationStep(disk, after, await checkpointedEvent(stateJson)),
  };
}

async function eventsPage(disk: Disk, wish: Input<"events">, products: Products): Promise<EventsPage> {
  const { since, until, ids, limit = PAGE } = wish;
  const page = await readLogPage(disk, startOf(wish), {
    limit,
    window: { from: since, until, ids: ids === undefined ? undefined : new Set(ids) },
    test: eventTest(wish),
  });
  const { entries, ...rest } = page;
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return {
    ...rest,
    events: entries.map((entry) => ({
      ...entry,
      product: "productId" in entry.event ? names.get(entry.event.productId) ?? null : null,
    })),
  };
}

function startOf({ after, before }: Input<"events">): LogStart {
  if (after === undefined) return { before: before ?? "end" };
  if (before === undefined) return { after };
  throw new OperationError("Cannot read the events: either those before a place or those after it");
}
