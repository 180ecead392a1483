import { networkAddresses } from "../../adapters/network/network_addresses.ts";
import { workAsOwner } from "../../adapters/disk/folder_owner.ts";
import { prepareFolder } from "../../adapters/disk/own_folder.ts";
import { folderExists, HeldFolder, RUN_LOCK_NAME } from "../../adapters/disk/state_folder.ts";
import { systemClock, systemRandom, systemStopwatch, systemTimer } from "../../adapters/system/system.ts";
import type { ClientStatus } from "../../api/types.ts";
import type { Client } from "../../client/client.ts";
import { keepActivated } from "../../client/renewing.ts";
import { ClientRunner } from "../../client/runner.ts";
import { thisMachine } from "../../adapters/system/this_machine.ts";
import { clientStatus, notAClient } from "../handlers/client_handlers.ts";
import { leaveMark } from "./client_run_mark.ts";
import { roleOf } from "../folders/role.ts";
import { SharedClient } from "./shared_client.ts";
import { canBeMended, unreadable } from "./unreadable_folder.ts";

/** How it stands with a client that is kept activated. */
export interface ClientRun {
  /** Undefined until the folder could be read. */
  readonly status: ClientStatus | undefined;
  /** What stands in the way; undefined where nothing does. */
  readonly trouble: unknown;
}

export interface RunOptions {
  readonly folder: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called at each look, changed or not. */
  readonly seen: (run: ClientRun) => void;
  readonly note: (text: string) => void;
}

/** Another process that only asks whether one runs has the lock for a moment. */
const LOCK_WAIT_MS = 1000;
/** So often it is looked whether a folder can be used that could not be at the start. */
const FOLDER_LOOK_MS = 5000;
/** A time that is worked out anew each time differs by less. */
const SAME_TIME_MS = 2000;

/**
 * Keeps the client of a folder activated until `signal` is aborted; what stands in its way is told and waited for. Rejects with
 * OperationError where the folder cannot be made, is a host's, or another process does the same.
 */
export async function runClient({ folder, signal, seen, note }: RunOptions): Promise<void> {
  if (!await folderExists(folder)) note(`new state folder ${folder}`);
  await workAsOwner(folder);
  await prepareFolder(folder);
  const watched = new Watched(folder, seen);
  using running = await holdClient(folder, signal, (trouble) => watched.waits(trouble));
  if (running === undefined) return;
  const shared = new SharedClient(folder, systemStopwatch, signal);
  const runner = new ClientRunner(shared, watched);
  const addresses = () => `${networkAddresses()} ${runner.settings}`;
  const ports = { clock: systemClock, timer: systemTimer, stopwatch: systemStopwatch, random: systemRandom };
  await Promise.race([keepActivated(runner, { ...ports, addresses }, signal), aborted(signal)]);
  await shared.written();
}

/** Waits for a folder that rights or the disk keep us from, and tells of it. Undefined once `signal` is aborted. */
async function holdClient(
  folder: string,
  signal: AbortSignal,
  waits: (trouble: unknown) => void,
): Promise<HeldFolder | undefined> {
  while (!signal.aborted) {
    try {
      if ((await roleOf(folder)).role === "host") throw notAClient();
      return await HeldFolder.hold(folder, LOCK_WAIT_MS, RUN_LOCK_NAME);
    } catch (error) {
      const trouble = unreadable(folder, error);
      if (!canBeMended(error)) throw trouble;
      waits(trouble);
      await systemTimer.wait(FOLDER_LOOK_MS, signal);
    }
  }
  return undefined;
}

/** Puts together what a run tells. */
class Watched {
  readonly #folder: string;
  readonly #seen: (run: ClientRun) => void;
  #status: ClientStatus | undefined;
  #trouble: unknown;
  #nextTry: number | null = null;

  constructor(folder: string, seen: (run: ClientRun) => void) {
    this.#folder = folder;
    this.#seen = seen;
  }

  async seen(client: Client, refused: unknown): Promise<void> {
    this.#trouble = refused;
    this.#status = await clientStatus(client, {
      clock: systemClock,
      machine: thisMachine,
      nextTry: () => Promise.resolve(this.#nextTry),
    });
  }

  waits(error: unknown): void {
    this.#trouble = error;
    this.#plan(null);
  }

  planned(time: number): void {
    const same = this.#nextTry !== null && Math.abs(time - this.#nextTry) < SAME_TIME_MS;
    this.#plan(same ? this.#nextTry : Math.round(time));
  }

  #plan(nextTry: number | null): void {
    if (nextTry !== this.#nextTry) leaveMark(this.#folder, nextTry).catch(() => {}); // it is there for people; nothing rests on it
    this.#nextTry = nextTry;
    if (this.#status !== undefined) this.#status = { ...this.#status, nextTry };
    this.#seen({ status: this.#status, trouble: this.#trouble });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
