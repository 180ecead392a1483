import { stackOf } from "../../adapters/system/error_stack.ts";
import { setPriority } from "../../adapters/system/priority.ts";
import { TcpListener } from "../../adapters/network/tcp.ts";
import { systemStopwatch } from "../../adapters/system/system.ts";
import { serveConnection } from "../../host/connection.ts";
import { Deadlines } from "../../host/deadlines.ts";
import { UnderWay } from "../../host/under_way.ts";
import type { Host } from "../../host/host.ts";
import { type Answer, answerFrame } from "../../host/service.ts";
import { CONNECTION_LIFE_MS } from "../../protocol/frame.ts";
import type { SettingName, SettingValue } from "../../policy/settings.ts";
import type { RunningListener } from "../handlers/host_handlers.ts";
import type { Listening } from "../handlers/host_status.ts";
import type { Measures } from "../monitoring/measures.ts";

export interface ListenerOptions {
  readonly address: string;
  /** A port for this run, instead of the setting; 0 takes a free one. */
  readonly port: number | null;
  readonly measures: Measures;
  /** Told of a failure in the listener that leaves nothing but to start anew. */
  readonly onFailure: (error: unknown) => void;
  /** Asks for another thread in place of this one, once what is under way is done. */
  readonly onRenewal: () => void;
  /** Takes a line for people about what failed and goes on. */
  readonly note: (text: string) => void;
}

/** A port that is listened on, and the answers that are under way there. */
interface OpenPort {
  readonly listener: TcpListener;
  readonly deadlines: Deadlines;
  readonly answers: UnderWay;
}

/** Takes the requests of a host that runs, at the port and with the priority that are set. */
export class HostListener implements RunningListener {
  readonly #host: Host;
  readonly #options: ListenerOptions;
  #port: OpenPort;

  private constructor(host: Host, options: ListenerOptions) {
    this.#host = host;
    this.#options = options;
    this.#port = this.#open(options.port ?? host.facts?.settings.port ?? 0);
  }

  /** Rejects with OperationError where the port is taken. */
  static async start(host: Host, options: ListenerOptions): Promise<HostListener> {
    const listener = new HostListener(host, options);
    if (host.facts?.settings.lowPriority === true) await setPriority(true);
    return listener;
  }

  get listening(): NonNullable<Listening> {
    const { hostname, port } = this.#port.listener.address;
    return { address: hostname, port };
  }

  get fixedPort(): number | null {
    return this.#options.port;
  }

  async apply(name: SettingName, value: SettingValue): Promise<string | null> {
    switch (name) {
      case "port":
        return this.#applyPort(Number(value));
      case "lowPriority":
        return await this.#applyPriority(value === true);
      default:
        return null;
    }
  }

  /** Takes no more requests; resolves once those under way are answered. */
  async close(): Promise<void> {
    await closePort(this.#port);
  }

  #open(port: number): OpenPort {
    const { timer } = this.#host.ports;
    const { address, onFailure } = this.#options;
    const listener = TcpListener.listen(address, port, timer);
    const deadlines = new Deadlines({ timer, stopwatch: systemStopwatch }, CONNECTION_LIFE_MS);
    const answers = new UnderWay();
    const answer = (frame: Uint8Array, from: string) => this.#answer(frame, from, answers);
    listener.run((connection) => serveConnection(connection, answer, deadlines)).catch(onFailure);
    return { listener, deadlines, answers };
  }

  /** A request that cannot be answered is a bug: it ends its own connection, and is told, but not the host. */
  async #answer(frame: Uint8Array, address: string, answers: UnderWay): Promise<Answer> {
    const { measures, note } = this.#options;
    const began = systemStopwatch.elapsed();
    answers.begin();
    try {
      return await answerFrame(this.#host, frame, address);
    } catch (error) {
      note(`cannot answer a request from ${address}: ${stackOf(error)}`);
      throw error;
    } finally {
      answers.end();
      measures.requests.observe((systemStopwatch.elapsed() - began) / 1000);
    }
  }

  /** A new port is taken at once; what has connected at the old one is still answered. */
  #applyPort(port: number): string | null {
    if (this.fixedPort !== null) return null; // as host_handlers.ts says
    const before = this.#port;
    this.#port = this.#open(port);
    void closePort(before);
    return null;
  }

  /** Where a user may not raise the priority of a thread, a new thread begins with the normal one. */
  async #applyPriority(low: boolean): Promise<string | null> {
    if (await setPriority(low)) return null;
    this.#options.onRenewal();
    return "the listener begins anew for it: what is under way is finished, and who asks in that moment tries again";
  }
}

/** What has been asked for is still answered. */
async function closePort({ listener, deadlines, answers }: OpenPort): Promise<void> {
  await listener.close(answers.none());
  deadlines.stop();
}
