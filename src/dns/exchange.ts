import type { DatagramSocket, SocketAddress, Timer } from "../ports.ts";
import { answerHead } from "./answers.ts";
import { type DnsPorts, type Exchanged, type Patience, unanswered } from "./exchanged.ts";
import { decodeMessage } from "./message.ts";
import { MOST_UDP_BYTES, type Request } from "./requests.ts";
import { familyOf, sameServer } from "./server_address.ts";
import { exchangeOverTcp } from "./tcp_exchange.ts";

/** Sends a request to one server until it answers: by UDP, and by TCP where request or answer are too long for that. */
export async function exchange(
  ports: DnsPorts,
  server: SocketAddress,
  request: Request,
  patience: Patience,
): Promise<Exchanged> {
  const short = request.bytes.length <= MOST_UDP_BYTES;
  const answer = short ? await exchangeOverUdp(ports, server, request, patience) : "truncated";
  if (typeof answer !== "string") return answer;
  return await exchangeOverTcp(ports, server, request, patience);
}

async function exchangeOverUdp(
  ports: DnsPorts,
  server: SocketAddress,
  request: Request,
  patience: Patience,
): Promise<Exchanged | "truncated"> {
  try {
    const socket = await ports.datagrams.open(familyOf(server));
    try {
      return await askBySocket(ports, socket, server, request, patience);
    } finally {
      socket.close();
    }
  } catch (error) {
    return unanswered(server, "udp", error);
  }
}

async function askBySocket(
  { clock, timer }: DnsPorts,
  socket: DatagramSocket,
  server: SocketAddress,
  request: Request,
  { waits, deadline }: Patience,
): Promise<Exchanged | "truncated"> {
  let tries = 0;
  for (const wait of waits) {
    const left = deadline - clock.now();
    if (left <= 0) break;
    tries += 1;
    await socket.send(request.bytes, server);
    const bytes = await giveUpAfter(
      timer,
      Math.min(wait, left),
      (signal) => nextAnswer(socket, server, request, signal),
    );
    if (bytes === undefined) continue;
    if (answerHead(bytes, request)!.truncated) return "truncated";
    return { kind: "answered", server, transport: "udp", message: decodeMessage(bytes), bytes };
  }
  const detail = tries === 0 ? "there was no time left to ask it" : `no answer, asked ${tries} times`;
  return { kind: "unanswered", server, transport: "udp", fault: "timeout", detail };
}

/** The first datagram that comes from the server and answers the request; undefined once the wait is given up. */
async function nextAnswer(
  socket: DatagramSocket,
  server: SocketAddress,
  request: Request,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  while (true) {
    const datagram = await socket.receive(signal);
    if (datagram === undefined) return undefined;
    const { bytes, from } = datagram;
    if (sameServer(from, server) && answerHead(bytes, request) !== undefined) return bytes;
  }
}

async function giveUpAfter<T>(
  timer: Timer,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const limit = timer.wait(milliseconds, over.signal).then(() => over.abort());
  try {
    return await work(over.signal);
  } finally {
    over.abort();
    await limit;
  }
}
