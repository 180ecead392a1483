import type { Host } from "../../host/host.ts";
import { reasonOf } from "../../host/reason_of.ts";
import type { Sealed } from "../../host/recovery.ts";
import { SIDE_LOGS } from "../../journal/side_log.ts";
import { SideLog } from "../../journal/side_log.ts";
import { EventId, type HostEvent } from "../../policy/events.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Clock, Disk } from "../../ports.ts";

/** Keeps why a host could not start, in its journal where that can be written and else beside it. Never rejects. */
export class FaultLog {
  readonly #log: SideLog;
  readonly #clock: Clock;
  #written: Promise<void> = Promise.resolve();

  constructor({ disk, clock }: { disk: Disk; clock: Clock }) {
    this.#log = new SideLog(disk, SIDE_LOGS.faults);
    this.#clock = clock;
  }

  /** Event 12330. A journal that cannot be trusted is not written to. */
  async sealed({ reason, remedy }: Sealed): Promise<void> {
    await this.#append({ id: EventId.hostSealed, time: this.#clock.now(), reason, remedy });
  }

  /** Event 12291. `host`: the one that could not start, if its state was read. */
  async failed(error: unknown, host: Host | undefined): Promise<void> {
    const { code = null, remedy = null } = error instanceof OperationError ? error : {};
    const event: HostEvent = {
      id: EventId.hostFailed,
      time: this.#clock.now(),
      code,
      reason: error instanceof OperationError ? error.message : reasonOf(error),
      remedy,
    };
    if (host === undefined || host.trouble !== undefined) return await this.#append(event);
    await host.record([event]).catch(() => this.#append(event));
  }

  /** Resolves once all that was to be kept is, or cannot be. */
  written(): Promise<void> {
    return this.#written;
  }

  #append(event: HostEvent): Promise<void> {
    this.#written = this.#log.append(event).catch(() => {}); // there is nowhere else to keep it
    return this.#written;
  }
}
