import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { connectRemote } from "../../../src/app/consoles/connect_remote.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Console } from "../../../src/api/console.ts";
import type { AdminStatus } from "../../../src/api/types.ts";
import type { UserRole } from "../../../src/api/user_roles.ts";
import type { HostEvent } from "../../../src/policy/events.ts";
import { TempFolder } from "../disk/temp_folder.ts";

export const PASSWORD = "secret words";

/** A running host without a key, which is administered from 127.0.0.1. */
export class RemoteHost implements AsyncDisposable {
  readonly notes: string[];
  readonly running: RunningHost;
  /** Over the socket in its folder. */
  readonly local: Console;
  readonly #folder: TempFolder;
  #status: AdminStatus;

  private constructor(
    folder: TempFolder,
    running: RunningHost,
    local: Console,
    status: AdminStatus,
    notes: string[],
  ) {
    this.#folder = folder;
    this.running = running;
    this.local = local;
    this.#status = status;
    this.notes = notes;
  }

  static async start(
    users: Readonly<Record<string, UserRole>> = { alice: "administrator" },
  ): Promise<RemoteHost> {
    const folder = await TempFolder.make();
    const notes: string[] = [];
    const running = await RunningHost.start({
      folder: folder.path,
      address: "127.0.0.1",
      port: 0,
      note: (text) => notes.push(text),
      onFailure: (error) => {
        throw error;
      },
      onRenewal: () => {
        throw new Error("another thread was asked for");
      },
    });
    const local = await openConsole(folder.path, false);
    for (const [name, role] of Object.entries(users)) {
      await local.call("addUser", { name, role, password: PASSWORD });
    }
    const status = await local.call("changeAdmin", { enabled: true, port: 0, address: "127.0.0.1" });
    return new RemoteHost(folder, running, local, status, notes);
  }

  get folder(): string {
    return this.#folder.path;
  }

  get port(): number {
    return this.#status.listening!.port;
  }

  get fingerprint(): string {
    return this.#status.fingerprint!;
  }

  /** `known`: the file of certificates, of this host alone. */
  get known(): string {
    return `${this.folder}/known_hosts`;
  }

  /** As another computer does it. */
  connect(user = "alice", password = PASSWORD, options: { fingerprint?: string } = {}): Promise<Console> {
    return connectRemote({
      computer: `127.0.0.1:${this.port}`,
      user,
      password: () => Promise.resolve(password),
      fingerprint: options.fingerprint,
      knownHosts: this.known,
      note: () => {},
    });
  }

  /** The events from now on, as they are recorded. */
  events(): HostEvent[] {
    const events: HostEvent[] = [];
    this.running.host.subscribe((event) => events.push(event));
    return events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.local[Symbol.asyncDispose]();
    await this.running.stop();
    await this.#folder[Symbol.asyncDispose]();
  }
}
