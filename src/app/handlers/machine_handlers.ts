import { systemStopwatch } from "../../adapters/system/system.ts";
import type { Handlers, Input } from "../../api/routes.ts";
import type { MachineDetails, MACHINES_ROUTES } from "../../api/types.ts";
import type { Host } from "../../host/host.ts";
import { readLogPage } from "../../journal/event_log.ts";
import { bareId } from "../../machines/filter.ts";
import { MachineList } from "../../machines/machine_list.ts";
import { listed, surroundingsOf } from "../../machines/surroundings.ts";
import type { LoggedEvent } from "../../policy/client_events.ts";
import { EventId } from "../../policy/events.ts";
import { machineKey, type MachineRecord } from "../../table/record.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { Product } from "../../protocol/licence_payload.ts";

export type MachineRoute = keyof typeof MACHINES_ROUTES;

const ROWS = 100;
const EVENTS = 50;
/** Pages of the journal that one question looks through: events of one machine may be rare. */
const PAGES = 8;
/** Other records of the machine ID that are told of; an image may be on thousands of computers. */
const OTHERS = 100;
/** What the journal tells of machines. */
const ABOUT_MACHINES: ReadonlySet<number> = new Set([EventId.requestProcessed, EventId.cloneSeen]);

/** The list of a host's machines; to be closed when no more questions come. */
export function machineListOf(host: Host): MachineList {
  const { clock, timer, random } = host.ports;
  return new MachineList(
    { machines: () => host.state.machines, products: () => productsOf(host) },
    {
      clock,
      timer,
      stopwatch: systemStopwatch,
      seed: () => new DataView(random.bytes(4).buffer).getUint32(0),
    },
  );
}

export function machineHandlers(host: Host, list: MachineList): Pick<Handlers, MachineRoute> {
  return {
    machines: ({ sort = "lastSeen", descending = sort === "lastSeen", filter = "", ...wish }) => {
      const { offset = 0, limit = ROWS, around, lead = Math.floor(limit / 2) } = wish;
      return list.page({
        sort,
        descending,
        filter,
        offset,
        limit,
        around: around === undefined ? undefined : { key: around, lead: Math.min(lead, limit - 1) },
      });
    },
    machine: (wish) => detailsOf(host, list, wish),
  };
}

function productsOf({ licence }: Host): readonly Product[] {
  return licence?.payload.products ?? [];
}

async function detailsOf(
  host: Host,
  list: MachineList,
  { id, limit = EVENTS, before }: Input<"machine">,
): Promise<MachineDetails> {
  const machine = await machineNamed(host, list, id);
  const history = await historyOf(host, machine, { limit, before });
  const now = host.ports.clock.now();
  const { machines } = host.state;
  const around = surroundingsOf(machines, productsOf(host), now);
  const names = around.products;
  const others = machines.withMachineId(machine.machineId, OTHERS + 1, now)
    .filter((other) => machineKey(other) !== machineKey(machine)).slice(0, OTHERS);
  return {
    time: now,
    machine: listed(machine, around),
    others: others.map((other) => listed(other, around)),
    ...history,
    events: history.events.map((entry) => ({
      ...entry,
      product: "productId" in entry.event ? names.get(entry.event.productId)?.name ?? null : null,
    })),
  };
}

/** By its key, machine ID, hardware or name. */
async function machineNamed(host: Host, list: MachineList, id: string): Promise<MachineRecord> {
  const now = host.ports.clock.now();
  const { machines } = host.state;
  const bare = bareId(id);
  const found = machines.find(bare, now) ?? machines.withMachineId(bare, 1, now)[0];
  if (found !== undefined) return found;
  const [first, ...others] = await list.named(id, 2);
  if (first === undefined) {
    throw new OperationError(`There is no record of a machine ${id}`, {
      code: HResult.malformed,
      remedy:
        "kms machines shows those that there are; a machine that has not asked for 30 days is forgotten",
    });
  }
  if (others.length > 0) {
    throw new OperationError(`Several machines call themselves ${first.name}`, {
      code: HResult.malformed,
      remedy: "name one by its machine ID or hardware: kms machines --filter shows them",
    });
  }
  return first;
}

type History = Pick<MachineDetails, "before" | "atEnd"> & {
  readonly events: Awaited<ReturnType<typeof readLogPage>>["entries"];
};

/** What the journal tells of a machine ID and of a hardware, so that a machine that was set up anew has its past. Newest first. */
async function historyOf(
  { ports: { disk } }: Host,
  machine: MachineRecord,
  wish: { limit: number; before: string | undefined },
): Promise<History> {
  const { machineId, hardware } = machine;
  const byHardware = machineKey(machine) === hardware;
  const naming = byHardware ? [machineId, hardware] : [machineId];
  const test = (event: LoggedEvent) =>
    ("machineId" in event && event.machineId === machineId) ||
    (byHardware && "hardware" in event && event.hardware === hardware);
  let before = wish.before ?? "end";
  const events = [];
  for (let pages = 1;; pages++) {
    const limit = wish.limit - events.length;
    const page = await readLogPage(disk, { before }, {
      limit,
      window: { ids: ABOUT_MACHINES, naming },
      test,
    });
    before = page.before;
    events.push(...page.entries.toReversed());
    if (page.atEnd || events.length >= wish.limit || pages >= PAGES) {
      return { events, before, atEnd: page.atEnd };
    }
  }
}
