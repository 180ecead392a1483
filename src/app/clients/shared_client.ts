import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { OverlayDisk } from "../../adapters/disk/overlay_disk.ts";
import { readingSeldom } from "../../adapters/system/seldom_machine.ts";
import { FolderInUse, HeldFolder, whileUnchanged } from "../../adapters/disk/state_folder.ts";
import { Client, type ClientPorts } from "../../client/client.ts";
import { NotNow } from "../../client/renewing.ts";
import type { SharedFolder } from "../../client/runner.ts";
import type { Machine, Stopwatch } from "../../ports.ts";
import { notAClient } from "../handlers/client_handlers.ts";
import { clientPorts } from "../folders/folder.ts";
import { roleOf } from "../folders/role.ts";
import { unreadable } from "./unreadable_folder.ts";

/** A command may hold the folder while it asks hosts, which takes half a minute at most. */
const WAIT_MS = 40_000;
/** So long the hardware is taken to be the same between two looks: some systems start programs to tell it. */
const SAME_HARDWARE_MS = 600_000;

/** A client's folder on disk, opened anew each time. Other than NotNow it rejects with OperationError where it is no client's, or damaged. */
export class SharedClient implements SharedFolder {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #machine: Machine;
  #written: Promise<unknown> = Promise.resolve();

  /** `signal`: once aborted, nothing more is written. */
  constructor(folder: string, stopwatch: Stopwatch, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
    this.#machine = readingSeldom(clientPorts(folder).machine, stopwatch, SAME_HARDWARE_MS);
  }

  async read<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const overlay = new OverlayDisk(new DenoDisk(this.#folder));
    const ports = { ...clientPorts(this.#folder, overlay), machine: this.#machine };
    return await orNotNow(() => whileUnchanged(this.#folder, () => this.#with(ports, work)));
  }

  async write<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const writing = orNotNow(() => this.#held(() => this.#with(this.#ports(), work)));
    this.#written = writing.catch(() => {});
    return await writing;
  }

  /** Resolves once what was begun to be written is. */
  async written(): Promise<void> {
    await this.#written;
  }

  async #held<T>(work: () => Promise<T>): Promise<T> {
    using _held = await HeldFolder.hold(this.#folder, WAIT_MS);
    if (this.#signal.aborted) throw new NotNow("it is being ended");
    return await work();
  }

  async #with<T>(ports: ClientPorts, work: (client: Client) => Promise<T>): Promise<T> {
    return await work(await this.#open(ports));
  }

  async #open(ports: ClientPorts): Promise<Client> {
    try {
      if ((await roleOf(this.#folder)).role === "host") throw notAClient();
      return await Client.open(ports);
    } catch (cause) {
      throw unreadable(this.#folder, cause);
    }
  }

  /** The folder is free while hosts are asked, so the log takes it for each event. */
  #ports(): ClientPorts {
    const { log, ...ports } = clientPorts(this.#folder);
    if (log === undefined) return ports;
    const append: typeof log.append = (event) => this.#held(() => log.append(event));
    return { ...ports, log: { append, clear: () => log.clear() } };
  }
}

async function orNotNow<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof FolderInUse) throw new NotNow(cause.message, { cause });
    throw cause;
  }
}
