import type { ProbeServer, ProbeServerOptions } from "../../adapters/network/probe_server.ts";

type Options = Omit<ProbeServerOptions, "hostname" | "port">;

export interface ListenPlace {
  readonly address: string;
  readonly port: number;
}

/** What takes connections for metrics and probes; where no host runs there is nothing to listen. */
export interface MetricsEndpoint {
  readonly listening: ListenPlace | null;
  /** Takes them there from now on, or no more (null). Rejects with OperationError where that cannot be had: all is then as before. */
  listen(place: ListenPlace | null): Promise<void>;
}

export const NO_METRICS: MetricsEndpoint = { listening: null, listen: () => Promise.resolve() };

/** The listener for metrics and probes. Its server is loaded when it is first switched on. */
export class MetricsListener implements MetricsEndpoint {
  readonly #options: Options;
  #last: Promise<unknown> = Promise.resolve();
  #open: { readonly place: ListenPlace; readonly server: ProbeServer } | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get listening(): ListenPlace | null {
    return this.#open?.server.address ?? null;
  }

  listen(place: ListenPlace | null): Promise<void> {
    const done = this.#last.then(() => this.#move(place));
    this.#last = done.catch(() => {});
    return done;
  }

  /** The one before is closed first: it may be in the way of the next, on the same port of all addresses. */
  async #move(place: ListenPlace | null): Promise<void> {
    const before = this.#open;
    if (before !== undefined && place?.address === before.place.address && place.port === before.place.port) {
      return;
    }
    this.#open = undefined;
    await before?.server.close();
    if (place === null) return;
    try {
      this.#open = await this.#openAt(place);
    } catch (error) {
      if (before !== undefined) this.#open = await this.#openAt(before.place);
      throw error;
    }
  }

  async #openAt(place: ListenPlace): Promise<{ place: ListenPlace; server: ProbeServer }> {
    const { ProbeServer } = await import("../../adapters/network/probe_server.ts");
    const { address: hostname, port } = place;
    return { place, server: await ProbeServer.listen({ ...this.#options, hostname, port }) };
  }
}
