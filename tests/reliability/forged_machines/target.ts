import type { Console } from "../../../src/api/console.ts";
import { EventId } from "../../../src/policy/events.ts";
import { answerFrame } from "../../../src/host/service.ts";
import { MAX_EXCHANGES } from "../../../src/protocol/frame.ts";
import { activatedHost } from "../../support/roles/test_host.ts";
import { forgedFrame, resultIn } from "../abuse/frames.ts";
import type { RunningProgram } from "../abuse/running_program.ts";
import { asked } from "../abuse/sockets.ts";

/** A host, by which door ever. */
export interface Target {
  /** The results of requests from one address, each of the computer of that number. */
  ask(address: string, numbers: readonly number[]): Promise<number[]>;
  limit(name: "machineLimit" | "addressLimit", value: number): Promise<void>;
  /** Machines that it keeps records of. */
  known(): Promise<number>;
  /** Addresses of which it was reported that their new machines are refused. */
  reported(): Promise<string[]>;
  /** Bytes of its process, where it has one of its own. */
  memory(): Promise<{ readonly now: number; readonly peak: number } | undefined>;
}

/** A host in this process, on a disk in memory. */
export async function hostInProcess(): Promise<Target> {
  const { host, time, publisher } = await activatedHost();
  const productId = publisher.productId("Lone");
  const reported: string[] = [];
  host.subscribe((event) => {
    if (event.id === EventId.addressLimitReached) reported.push(event.address);
  });
  return {
    ask: (address, numbers) =>
      Promise.all(numbers.map(async (n) => {
        const { frame } = await answerFrame(host, forgedFrame(productId, n, time.now()), address);
        return resultIn(frame);
      })),
    limit: (name, value) => host.record([{ id: EventId.settingChanged, time: time.now(), name, value }]),
    known: () => Promise.resolve(host.totals(time.now()).known),
    reported: () => Promise.resolve(reported),
    memory: () => Promise.resolve(undefined),
  };
}

/** The program in a process of its own, asked over TCP, with as many requests on a connection as it may carry. */
export function runningTarget(program: RunningProgram): Target {
  const { port, productId } = program;
  const call = async <T>(use: (console: Console) => Promise<T>) => {
    await using console = await program.console();
    return await use(console);
  };
  return {
    async ask(address, numbers) {
      const connections = Math.ceil(numbers.length / MAX_EXCHANGES);
      const results = await Promise.all(Array.from({ length: connections }, (_, i) => {
        const some = numbers.slice(i * MAX_EXCHANGES, (i + 1) * MAX_EXCHANGES);
        return insisting(() => asked(port, address, some.map((n) => forgedFrame(productId, n, Date.now()))));
      }));
      return results.flat();
    },
    limit: (name, value) =>
      call(async (console) => void await console.call("changeSetting", { name, value })),
    known: () => call(async (console) => (await console.call("health", {})).known ?? 0),
    reported: () =>
      call(async (console) => {
        const { events } = await console.call("events", { ids: [EventId.addressLimitReached] });
        return events.flatMap(({ event }) => event.id === EventId.addressLimitReached ? [event.address] : []);
      }),
    memory: () => program.memory(),
  };
}

/** On a computer that is too busy the host closes after its 10 seconds: who asks again is answered the same. */
async function insisting<T>(ask: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (tries === 1) throw error;
    return await insisting(ask, tries - 1);
  }
}
