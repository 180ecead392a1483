import type { Link, MulticastSocket, SocketAddress } from "../../ports.ts";
import type { Message } from "../message.ts";
import { linksOf } from "./links.ts";
import { readPacket } from "./packets.ts";
import { MULTICAST_DNS_PORT } from "./ports.ts";

export type Heard = (message: Message, from: SocketAddress) => void;

/** Hands on what comes from those on the links, until `signal` ends it; whatever else comes is passed over. */
export async function hear(
  socket: MulticastSocket,
  links: () => readonly Link[],
  signal: AbortSignal,
  heard: Heard,
): Promise<void> {
  while (true) {
    const datagram = await socket.receive(signal);
    if (datagram === undefined) return;
    const { bytes, from } = datagram;
    if (linksOf(from.host, links()).length === 0) continue;
    const message = readPacket(bytes);
    if (message !== undefined && mayCome(message, from)) heard(message, from);
  }
}

/** A response from another port is none (RFC 6762, 6). */
function mayCome({ response }: Message, { port }: SocketAddress): boolean {
  return !response || port === MULTICAST_DNS_PORT;
}
