import { ByteWriter, concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { Connection, SocketAddress } from "../ports.ts";
import { answerHead } from "./answers.ts";
import { type DnsPorts, type Exchanged, type Patience, unanswered } from "./exchanged.ts";
import { decodeMessage } from "./message.ts";
import type { Request } from "./requests.ts";
import { StreamReader } from "./stream_reader.ts";

const CONNECT_MS = 5000;
const ANSWER_MS = 10_000;

/** Sends a request over a connection of its own, and reads until its answer comes (RFC 7766, 8). */
export async function exchangeOverTcp(
  { clock, timer, network }: DnsPorts,
  server: SocketAddress,
  request: Request,
  { deadline }: Patience,
): Promise<Exchanged> {
  const left = () => deadline - clock.now();
  if (left() <= 0) return late(server, "there was no time left to ask it");
  const done = new AbortController();
  let inTime = true;
  try {
    const connection = await network.connect(server.host, server.port, Math.min(CONNECT_MS, left()));
    const limit = timer.wait(Math.max(0, Math.min(ANSWER_MS, left())), done.signal).then(() => {
      inTime = done.signal.aborted;
      connection.close();
    });
    try {
      const bytes = await ask(connection, request);
      return { kind: "answered", server, transport: "tcp", message: decodeMessage(bytes), bytes };
    } finally {
      done.abort();
      await limit;
    }
  } catch (error) {
    return inTime ? unanswered(server, "tcp", error) : late(server, "no answer");
  }
}

function late(server: SocketAddress, detail: string): Exchanged {
  return { kind: "unanswered", server, transport: "tcp", fault: "timeout", detail };
}

async function ask(connection: Connection, request: Request): Promise<Uint8Array> {
  await connection.write(concat(new ByteWriter(2).u16(request.bytes.length).bytes, request.bytes));
  const reader = new StreamReader();
  while (true) {
    const chunk = await connection.read();
    if (chunk === null) {
      throw new DecodeError("DNS answer", "length", "the server closed the connection before it answered");
    }
    for (const bytes of reader.push(chunk)) {
      if (answerHead(bytes, request) !== undefined) return bytes;
    }
  }
}
