import { OperationError } from "../policy/operation_error.ts";
import type { RenewalFacts } from "../policy/renewal.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Client } from "./client.ts";
import { issuedOf, NotNow, type Renewable } from "./renewing.ts";

/** A client's folder that others work on too. Both reject with NotNow while another process keeps it to itself. */
export interface SharedFolder {
  /** Opens the client while nobody changes it; nothing is written. */
  read<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Opens the client while nobody else is at it. */
  write<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

/** Who is told how it goes. */
export interface RunObserver {
  /** Takes the client at each look, for the length of the call, and why the last try failed; undefined where none has since it was activated. */
  seen(client: Client, refused: unknown): Promise<void>;
  /** Takes why there is nothing to try: the client cannot be looked at, or lacks something. */
  waits(error: unknown): void;
  /** Takes when the next try will be made, milliseconds since 1970, at the end of each look. */
  planned(time: number): void;
}

/** A client that is kept activated while commands work on its folder: that is opened for each look and each try, and free while hosts are asked. */
export class ClientRunner implements Renewable {
  readonly #folder: SharedFolder;
  readonly #observer: RunObserver;
  #refused: unknown;
  /** When the lease was issued that was held when the last try failed. */
  #issued: number | null = null;
  #looking = true;
  #settings = "";

  constructor(folder: SharedFolder, observer: RunObserver) {
    this.#folder = folder;
    this.#observer = observer;
  }

  /** What is to be activated and where, as of the last look: where that has changed, a try may go better. */
  get settings(): string {
    return this.#settings;
  }

  async look() {
    this.#looking = true;
    const { isNew, ...facts } = await this.#folder.read(async (client) => {
      const found = await client.renewal();
      this.#settings = JSON.stringify([client.product?.id, client.settings, client.isActivated]);
      this.#noticeActivation(found.renewal);
      await this.#observer.seen(client, this.#refused);
      requireReady(client);
      return found;
    });
    if (isNew) await this.#remember();
    return facts;
  }

  async activate(): Promise<void> {
    this.#looking = false;
    const client = await this.#folder.write(async (client) => {
      if (client.product === undefined) throw new NotNow("the key was removed since the last look");
      await this.#requireWritable(client);
      return client;
    });
    const asked = await client.ask();
    await this.#folder.write((client) => client.accept(asked));
    this.#refused = undefined;
  }

  failed(error: unknown): void {
    if (this.#looking) this.#observer.waits(error);
    else this.#refused = error; // the look that follows tells it
  }

  planned(time: number): void {
    this.#observer.planned(time);
  }

  /** A lease that is newer than the failure has ended it. */
  #noticeActivation(renewal: RenewalFacts["renewal"]): void {
    const issued = issuedOf(renewal);
    if (issued === null || issued === this.#issued) return;
    this.#refused = undefined;
    this.#issued = issued;
  }

  /** No host is asked for what could not be kept; as soon as it can, one is. */
  async #requireWritable(client: Client): Promise<void> {
    try {
      await client.requireWritable();
    } catch (cause) {
      this.failed(cause);
      throw new NotNow("the folder cannot be written to", { cause });
    }
  }

  /** What could not be kept is seen again by the next look. */
  async #remember(): Promise<void> {
    await this.#folder.write((client) => client.look()).catch(() => {});
  }
}

/** Rejects a client that has nothing to be activated. */
function requireReady({ licence, hasKey, product }: Client): void {
  if (licence === undefined) {
    throw new OperationError("Waiting for a licence file: none is installed, or it is damaged", {
      remedy: "kms /ilc FILE",
    });
  }
  if (product === undefined) {
    throw new OperationError(
      `Waiting for a product key: ${
        hasKey ? "the licence file does not know the one that is" : "none is"
      } installed`,
      { code: HResult.keyNotInstalled, remedy: "kms /ipk KEY" },
    );
  }
}
