import type { Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import type { Link, Multicast, MulticastSocket, SocketAddress } from "../../ports.ts";
import { type Datagram, DatagramQueue } from "./datagram_queue.ts";

const PORT = 5353;
const GROUPS = { 4: "224.0.0.251", 6: "ff02::fb" } as const;
/** What packets of multicast DNS have (RFC 6762, 11). Deno sets it for IPv4 alone; by IPv6 they go with 1, which receivers take too. */
const TTL = 255;

type Family = keyof typeof GROUPS;
const FAMILIES = [4, 6] as const;

/** An interface as a socket of one family knows it. */
interface Way {
  /** Of IPv4 its address, of IPv6 `::%` and its number. */
  readonly interface: string;
  readonly group: string;
}

/** Multicast DNS by node:dgram, for Deno.listenDatagram can join groups only as an unstable feature. */
export const systemMulticast: Multicast = {
  async open() {
    const bound = await Promise.allSettled(FAMILIES.map((family) => bind(family)));
    const sockets = new Map<Family, FamilySocket>();
    bound.forEach((result, i) => {
      if (result.status === "fulfilled") sockets.set(FAMILIES[i]!, new FamilySocket(result.value));
    });
    if (sockets.size > 0) return new LinkSocket(sockets);
    throw new Error(`Cannot listen on UDP port ${PORT}`, {
      cause: (bound[0] as PromiseRejectedResult).reason,
    });
  },
};

/** Shares the port with other programs that do multicast DNS. */
async function bind(family: Family): Promise<Socket> {
  const { createSocket } = await import("node:dgram"); // 13 ms that only those pay who do multicast
  const socket = family === 4
    ? createSocket({ type: "udp4", reuseAddr: true })
    : createSocket({ type: "udp6", reuseAddr: true, ipv6Only: true });
  return await new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(PORT, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

class LinkSocket implements MulticastSocket {
  readonly #sockets: ReadonlyMap<Family, FamilySocket>;
  readonly #queue = new DatagramQueue();

  constructor(sockets: ReadonlyMap<Family, FamilySocket>) {
    this.#sockets = sockets;
    for (const socket of sockets.values()) socket.onDatagram = (datagram) => this.#queue.push(datagram);
  }

  links(): readonly Link[] {
    const interfaces = interfacesNow();
    for (const [family, socket] of this.#sockets) {
      socket.join([...interfaces.values()].flatMap((one) => wayOf(one, family) ?? []));
    }
    return Array.from(interfaces, ([name, infos]) => ({ name, addresses: infos.map(linkAddress) }));
  }

  async send(bytes: Uint8Array, link: Link): Promise<void> {
    const infos = interfacesNow().get(link.name) ?? [];
    for (const [family, socket] of this.#sockets) {
      const way = wayOf(infos, family);
      if (way !== undefined) await socket.send(bytes, { host: way.group, port: PORT }, way);
    }
  }

  async reply(bytes: Uint8Array, to: SocketAddress): Promise<void> {
    await this.#sockets.get(to.host.includes(":") ? 6 : 4)?.send(bytes, to);
  }

  receive(signal: AbortSignal): Promise<Datagram | undefined> {
    return this.#queue.take(signal);
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
  }
}

/** The socket of one family. What it cannot send does not arrive: interfaces go at any time. */
class FamilySocket {
  onDatagram: (datagram: Datagram) => void = () => {};
  readonly #socket: Socket;
  #joined: readonly Way[] = [];
  #sending: Promise<void> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => {}); // what goes wrong with a datagram is that it does not arrive
    socket.on("message", (message, { address, port }) => {
      this.onDatagram({ bytes: new Uint8Array(message), from: { host: address, port } });
    });
    attempt(() => socket.setMulticastTTL(TTL));
    attempt(() => socket.setMulticastLoopback(true)); // others on this computer are to hear it
  }

  /** Joins all anew: the system forgets an interface that went, and says no more than that it knows the others already. */
  join(ways: readonly Way[]): void {
    const gone = this.#joined.filter((one) => !ways.some((way) => way.interface === one.interface));
    for (const way of gone) attempt(() => this.#socket.dropMembership(way.group, way.interface));
    for (const way of ways) attempt(() => this.#socket.addMembership(groupAlone(way), way.interface));
    this.#joined = ways;
  }

  /** One after another, for the interface to send by is a setting of the socket. */
  send(bytes: Uint8Array, to: SocketAddress, way?: Way): Promise<void> {
    this.#sending = this.#sending.then(() =>
      new Promise((resolve) => {
        const sent = attempt(() => {
          if (way !== undefined) this.#socket.setMulticastInterface(way.interface);
          this.#socket.send(bytes, to.port, to.host, () => resolve());
        });
        if (!sent) resolve();
      })
    );
    return this.#sending;
  }

  close(): void {
    this.#socket.close();
  }
}

type Info = NonNullable<ReturnType<typeof networkInterfaces>[string]>[number];

/** Interfaces that have addresses, without loopback. */
function interfacesNow(): Map<string, Info[]> {
  const all = Object.entries(networkInterfaces()).map(([name, infos = []]) => [name, infos] as const);
  return new Map(
    all.filter(([, infos]) => !infos.some(({ address }) => isLoopback(address)))
      .map(([name, infos]) => [name, [...infos]]),
  );
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

function wayOf(infos: readonly Info[], family: Family): Way | undefined {
  const info = infos.find((one) => one.family === `IPv${family}`);
  if (info === undefined) return undefined;
  if (family === 4) return { interface: info.address, group: GROUPS[4] };
  return { interface: `::%${scopeOf(info)}`, group: `${GROUPS[6]}%${scopeOf(info)}` };
}

function scopeOf(info: Info): number {
  return info.family === "IPv6" ? info.scopeid : 0;
}

function groupAlone({ group }: Way): string {
  return group.replace(/%.*$/, "");
}

function linkAddress({ address, cidr }: Info): { address: string; prefix: number } {
  return { address, prefix: Number(cidr?.split("/")[1]) };
}

/** Whether it could be done; what an interface refuses is not done by it. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
