import type { Sender, TlsServer } from "../../adapters/network/tls_server.ts";
import type { AdminListener, ListenAddress } from "../../admin/administration.ts";
import type { TlsIdentity } from "../../admin/identity.ts";
import type { Timer } from "../../ports.ts";

/** Answers a request; `ending` is aborted when the listener is closed. */
export type AnswerRemote = (request: Request, sender: Sender, ending: AbortSignal) => Promise<Response>;

type Place = ListenAddress & { readonly identity: TlsIdentity };

/** One listener, with where it was asked to be and what ends its streams. */
interface Open {
  readonly place: Place;
  readonly server: TlsServer;
  readonly ending: AbortController;
}

/** The listener for other computers. What belongs to TLS is loaded when it is first switched on. */
export class TlsAdminListener implements AdminListener {
  readonly #options: { timer: Timer; note: (text: string) => void; answer: AnswerRemote };
  #open: Open | undefined;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(options: { timer: Timer; note: (text: string) => void; answer: AnswerRemote }) {
    this.#options = options;
  }

  get listening(): ListenAddress | null {
    return this.#open?.server.address ?? null;
  }

  /** The one before is closed without waiting for it: the call that asks for this may have come in there. */
  async listen(place: Place | null): Promise<void> {
    const before = this.#open;
    if (before !== undefined && isSame(before.place, place)) return;
    if (place === null || before === undefined || before.place.port !== place.port) {
      const after = place === null ? undefined : await this.#openAt(place);
      this.#close();
      this.#open = after;
      return;
    }
    await this.#replace(before.place, place);
  }

  /** Resolves when all that was opened is closed. */
  async stop(): Promise<void> {
    this.#close();
    await this.#closing;
  }

  /** The same port on another address, which the listener before may be in the way of. */
  async #replace(before: Place, after: Place): Promise<void> {
    this.#close();
    try {
      this.#open = await this.#openAt(after);
    } catch (error) {
      this.#open = await this.#openAt(before);
      throw error;
    }
  }

  async #openAt(place: Place): Promise<Open> {
    const { TlsServer } = await import("../../adapters/network/tls_server.ts");
    const { address, port, identity: { key, certificate } } = place;
    const { timer, note, answer } = this.#options;
    const ending = new AbortController();
    const server = await TlsServer.listen({
      hostname: address,
      port,
      key,
      certificate,
      timer,
      note,
      answer: (request, sender) => answer(request, sender, ending.signal),
    });
    return { place, server, ending };
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    open.ending.abort();
    this.#closing = Promise.all([this.#closing, open.server.close()]);
  }
}

function isSame(a: Place, b: Place | null): boolean {
  return b !== null && a.address === b.address && a.port === b.port &&
    a.identity.certificate === b.identity.certificate;
}
