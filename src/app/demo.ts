import { hardwareIdentity } from "../crypto/hardware.ts";
import { documentFolder } from "../adapters/disk/documents.ts";
import { DenoDisk } from "../adapters/disk/deno_disk.ts";
import { systemClock, systemRandom, systemTimer } from "../adapters/system/system.ts";
import { prepareFolder } from "../adapters/disk/own_folder.ts";
import { temporaryFolder } from "../adapters/disk/state_folder.ts";
import { tcpNetwork } from "../adapters/network/tcp.ts";
import type { Console } from "../api/console.ts";
import { Client } from "../client/client.ts";
import { formatHResult, HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Machine } from "../ports.ts";
import { initAuthority, openAuthority, serveAuthority } from "./folders/authority_folder.ts";
import { openNames } from "./folders/folder.ts";
import { openConsole } from "./consoles/open_console.ts";
import { type StartedHost, startHost } from "./serving/start_host.ts";

type TemporaryFolder = Awaited<ReturnType<typeof temporaryFolder>>;

export interface DemoOptions {
  readonly machines: number;
  /** Time over which the computers start. */
  readonly seconds: number;
  /** Takes a line for each answer that a computer gets. */
  readonly print: (line: string) => void;
}

export interface DemoReport {
  /** Computers that asked, and those of them that hold a lease now. */
  readonly asked: number;
  readonly activated: number;
  /** Computers that the host counted at the end. */
  readonly count: number;
}

/** How long a computer that was refused waits: the two hours of the real interval would be too long to watch. */
const RETRY_MS = 1000;
/** How long after the last computer has started refused ones go on trying. */
const PATIENCE_MS = 3000;

/** An evaluation publisher with its authority, a host that it has activated, and simulated computers: all in one temporary folder. */
export class Demo {
  readonly console: Console;
  readonly #folder: TemporaryFolder;
  readonly #host: StartedHost;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #licence: string;

  constructor(
    folder: TemporaryFolder,
    host: StartedHost,
    console: Console,
    keys: ReadonlyMap<string, string>,
    licence: string,
  ) {
    this.#folder = folder;
    this.#host = host;
    this.console = console;
    this.#keys = keys;
    this.#licence = licence;
  }

  /** Starts the computers over the time given; resolves when all are activated, patience is over, or `signal` is aborted. */
  async run({ machines, seconds, print }: DemoOptions, signal: AbortSignal): Promise<DemoReport> {
    const last = systemClock.now() + seconds * 1000 + PATIENCE_MS;
    const pause = (seconds * 1000) / machines;
    const outcomes: Promise<boolean>[] = [];
    for (let i = 0; i < machines && !signal.aborted; i++) {
      outcomes.push(this.#live(i, last, print, signal));
      await systemTimer.wait(pause, signal);
    }
    const activated = (await Promise.all(outcomes)).filter((done) => done).length;
    const status = await this.console.call("status", {});
    return { asked: outcomes.length, activated, count: status.role === "host" ? status.count : 0 };
  }

  /** Ends the host and removes the folder. */
  async stop(): Promise<void> {
    await this.console[Symbol.asyncDispose]();
    await this.#host.stop();
    await this.#folder.remove();
  }

  /** One computer: asks until it is activated; true when it is. */
  async #live(i: number, last: number, print: (line: string) => void, signal: AbortSignal): Promise<boolean> {
    const { client, name } = await this.#computer(i);
    while (!signal.aborted) {
      try {
        const { product, reply } = await client.activate();
        print(`${name}: ${product.name} activated (count ${reply.count})`);
        return true;
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        print(`${name}: ${formatHResult(error.code ?? HResult.noHostAnswered)} ${error.message}`);
      }
      if (systemClock.now() + RETRY_MS > last) return false;
      await systemTimer.wait(RETRY_MS, signal);
    }
    return false;
  }

  async #computer(i: number): Promise<{ client: Client; name: string }> {
    const { kind, virtual } = kindOf(i);
    const name = `${kind}${virtual ? "-vm" : ""}-${(i + 1).toString().padStart(3, "0")}`;
    const folder = `${this.#folder.path}/${name}`;
    await prepareFolder(folder);
    const documents = documentFolder(new DenoDisk(folder));
    await documents.text("publisher.lic").write(this.#licence);
    const client = await Client.open({
      clock: systemClock,
      timer: systemTimer,
      random: systemRandom,
      network: tcpNetwork,
      documents,
      machine: simulatedMachine(name, virtual),
      openNames,
    });
    await client.installKey(this.#keys.get(kind)!);
    await client.changeSettings({ host: `127.0.0.1:${this.#host.listening.port}` });
    return { client, name };
  }
}

/** A mix as offices have it: of ten, seven clients, two servers and a virtual client. */
function kindOf(i: number): { kind: "client" | "server"; virtual: boolean } {
  const place = i % 10;
  return { kind: place === 3 || place === 7 ? "server" : "client", virtual: place === 9 };
}

function simulatedMachine(name: string, virtual: boolean): Machine {
  const hardware = hardwareIdentity({ system: name, board: name, disk: name, network: name });
  return {
    hardware: () => Promise.resolve(hardware),
    isVirtual: () => Promise.resolve(virtual),
    name: () => name,
  };
}

/** Sets everything up; nothing is left behind where that fails. */
export async function startDemo(print: (line: string) => void): Promise<Demo> {
  const folder = await temporaryFolder("kms-demo-");
  try {
    return await setUp(folder, print);
  } catch (error) {
    await folder.remove().catch(() => {});
    throw error;
  }
}

async function setUp(folder: TemporaryFolder, print: (line: string) => void): Promise<Demo> {
  const authorityFolder = `${folder.path}/authority`;
  const hostFolder = `${folder.path}/host`;
  const made = await initAuthority(authorityFolder, {
    publisher: "Evaluation Publisher",
    url: null,
    products: undefined,
  });
  const authority = await openAuthority(authorityFolder);
  print("Evaluation publisher: root keys, authority and licence file made.");
  const licence = await authority.licenceFile();
  await prepareFolder(hostFolder);
  const service = await serveAuthority(authorityFolder, "127.0.0.1", 0);
  try {
    const host = await startHost({ folder: hostFolder, address: "127.0.0.1", port: 0, note: print });
    const console = await openConsole(hostFolder, false);
    await console.call("installLicence", { text: licence, acceptNewRoots: false });
    await console.call("installKey", { key: await authority.issueKey("host", []) });
    await console.call("activate", { url: service.url, id: null });
    print(`KMS host activated, listening on ${host.listening.address} port ${host.listening.port}.`);
    const keys = new Map(made.products.map((product) => [product.kind, product.clientKey]));
    return new Demo(folder, host, console, keys, licence);
  } finally {
    await service.close();
  }
}
