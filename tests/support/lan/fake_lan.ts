import type { Link, Multicast, MulticastSocket, SocketAddress } from "../../../src/ports.ts";
import { readPacket } from "../../../src/dns/multicast/packets.ts";
import type { MulticastPorts } from "../../../src/dns/multicast/ports.ts";
import type { Message } from "../../../src/dns/message.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";

type Datagram = { bytes: Uint8Array; from: SocketAddress };

/** One link in memory, with the time that all computers on it have. */
export class FakeLan {
  /** What went to all, in its order. */
  readonly sent: { readonly from: string; readonly at: number; readonly message: Message }[] = [];
  /** What went to one. */
  readonly replies: { readonly to: SocketAddress; readonly message: Message }[] = [];
  readonly #computers: FakeComputer[] = [];

  constructor(readonly time = new FakeTime(1_800_000_000_000)) {}

  computer(...addresses: readonly string[]): FakeComputer {
    const computer = new FakeComputer(this, addresses, this.#computers.length);
    this.#computers.push(computer);
    return computer;
  }

  /** Bytes from anybody at all, for all who listen. */
  inject(bytes: Uint8Array, host = "10.0.0.99", port = 5353): Promise<void> {
    for (const computer of this.#computers) computer.deliver({ bytes, from: { host, port } });
    return this.time.advance(0);
  }

  /** Lets time pass from wait to wait. */
  async pass(milliseconds: number): Promise<void> {
    await this.time.advance(0);
    const end = this.time.now() + milliseconds;
    for (let next = this.time.waits[0]; next !== undefined && this.time.now() + next <= end;) {
      await this.time.advance(Math.max(next, 0));
      next = this.time.waits[0];
    }
    await this.time.advance(end - this.time.now());
  }

  transmit(bytes: Uint8Array, from: string): void {
    const message = readPacket(bytes);
    if (message === undefined) throw new Error("a packet was sent that cannot be read");
    this.sent.push({ from, at: this.time.now(), message });
    for (const computer of this.#computers) computer.deliver({ bytes, from: { host: from, port: 5353 } });
  }
}

export class FakeComputer implements Multicast {
  readonly #lan: FakeLan;
  readonly #sockets = new Set<FakeSocket>();
  readonly ports: MulticastPorts;
  links: readonly Link[];
  /** Why no socket is to be had. */
  refusal: string | undefined;
  /** Whether what is sent never goes out. */
  stuck = false;

  constructor(lan: FakeLan, addresses: readonly string[], seed: number) {
    this.#lan = lan;
    this.links = addresses.length === 0 ? [] : [linkOf(addresses)];
    this.ports = { clock: lan.time, timer: lan.time, random: new SeededRandom(seed), multicast: this };
  }

  get sockets(): number {
    return this.#sockets.size;
  }

  open(): Promise<MulticastSocket> {
    if (this.refusal !== undefined) return Promise.reject(new Error(this.refusal));
    const socket = new FakeSocket(this.#lan, this, () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    return Promise.resolve(socket);
  }

  deliver(datagram: Datagram): void {
    for (const socket of this.#sockets) socket.deliver(datagram);
  }
}

class FakeSocket implements MulticastSocket {
  readonly #waiting: Datagram[] = [];
  #arrived: () => void = () => {};

  constructor(
    readonly lan: FakeLan,
    readonly computer: FakeComputer,
    readonly close: () => void,
  ) {}

  deliver(datagram: Datagram): void {
    this.#waiting.push(datagram);
    this.#arrived();
  }

  links(): readonly Link[] {
    return this.computer.links;
  }

  send(bytes: Uint8Array, link: Link): Promise<void> {
    if (this.computer.stuck) return new Promise(() => {});
    this.lan.transmit(bytes, link.addresses[0]!.address);
    return Promise.resolve();
  }

  reply(bytes: Uint8Array, to: SocketAddress): Promise<void> {
    this.lan.replies.push({ to, message: readPacket(bytes)! });
    return Promise.resolve();
  }

  async receive(signal: AbortSignal): Promise<Datagram | undefined> {
    while (this.#waiting.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return signal.aborted ? undefined : this.#waiting.shift();
  }
}

export function linkOf(addresses: readonly string[]): Link {
  return {
    name: "eth0",
    addresses: addresses.map((address) => ({ address, prefix: address.includes(":") ? 64 : 24 })),
  };
}
