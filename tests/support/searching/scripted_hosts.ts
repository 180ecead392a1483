import type { Connection, Network } from "../../../src/ports.ts";
import type { FakeTime } from "../fakes/fake_time.ts";
import { type Scripted, ScriptedNetwork } from "./scripted_network.ts";

/** What happens at an address: connections are refused, never answered, or taken after some milliseconds by a host that answers so. */
export type Site =
  | "refuses"
  | "dead"
  | { readonly after?: number; readonly answer: (frame: Uint8Array) => Scripted };

/** A network with several hosts, by `192.0.2.1 1688`; at other addresses connections are refused. */
export class ScriptedHosts implements Network {
  readonly sites = new Map<string, Site>();
  /** Each attempt to connect, with the milliseconds since the start at which it was made. */
  readonly attempts: string[] = [];
  /** Connections that are open now. */
  open = 0;
  readonly #time: FakeTime;
  readonly #start: number;

  constructor(time: FakeTime) {
    this.#time = time;
    this.#start = time.now();
  }

  async connect(host: string, port: number, timeoutMs: number): Promise<Connection> {
    this.attempts.push(`${host} ${port} at ${this.#time.now() - this.#start}`);
    const site = this.sites.get(`${host} ${port}`) ?? "refuses";
    if (site === "refuses") throw new Error("connection refused");
    const after = site === "dead" ? Infinity : site.after ?? 0;
    await this.#time.wait(Math.min(after, timeoutMs));
    if (site === "dead" || after > timeoutMs) throw new Error(`no answer within ${timeoutMs / 1000} seconds`);
    return await this.#opened(site.answer);
  }

  async #opened(answer: (frame: Uint8Array) => Scripted): Promise<Connection> {
    const connection = await new ScriptedNetwork(answer).connect("", 0);
    let isOpen = true;
    this.open += 1;
    const close = () => {
      if (isOpen) this.open -= 1;
      isOpen = false;
      connection.close();
    };
    return { ...connection, close };
  }
}

/** Lets time go by in steps until the work is done; it must not wait for anything else. */
export async function elapse<T>(time: FakeTime, work: Promise<T>): Promise<T> {
  let done = false;
  work.then(() => done = true, () => done = true);
  for (let turns = 0; !done && turns < 400; turns++) {
    await time.advance(0);
    const [next] = time.waits;
    if (!done && next !== undefined) await time.advance(next);
  }
  return await work;
}
