import { EventId } from "../policy/events.ts";
import { isPrivateAddress } from "../policy/remote_address.ts";
import type { Host } from "./host.ts";
import { HostUnavailable } from "./host_unavailable.ts";

/** So often it is recorded at most that somebody was refused. */
const TOLD_MS = 60 * 60_000;

/** Who may ask a host: computers of private networks and of those that its computer is itself in; everybody, where that is set. */
export class Admission {
  readonly #host: Host;
  #toldAt: number | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  admits(address: string): boolean {
    const { uncounted, ports } = this.#host;
    return uncounted?.settings.publicClients === true || isPrivateAddress(address) ||
      ports.isOwnNetwork(address);
  }

  /** Has it in the journal that `address` was refused; the first of an hour. */
  async tell(address: string): Promise<void> {
    const now = this.#host.ports.clock.now();
    if (this.#toldAt !== undefined && Math.abs(now - this.#toldAt) < TOLD_MS) return;
    this.#toldAt = now;
    try {
      await this.#host.record([{ id: EventId.publicAddressRefused, time: now, address }]);
    } catch (error) {
      if (!(error instanceof HostUnavailable)) throw error; // the disk fails: that is told of already
    }
  }
}
