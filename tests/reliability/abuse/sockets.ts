import { connect, type Socket } from "node:net";
import { concat } from "../../../src/protocol/bytes.ts";
import { REPLY_BYTES } from "../../../src/protocol/reply.ts";
import { resultIn } from "./frames.ts";

/** What turns a hang into a failure; nothing takes so long on a computer that does anything at all. */
const DEADLINE_MS = 60_000;

/** A connection to the port on 127.0.0.1, from an address of 127.0.0.0/8. */
export function opened(port: number, from: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, localAddress: from, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve(socket);
    });
  });
}

/** The results of frames that are sent together, at most 16 of them. Rejects where they are not all answered. */
export async function asked(port: number, from: string, frames: readonly Uint8Array[]): Promise<number[]> {
  const socket = await opened(port, from);
  try {
    socket.write(concat(...frames));
    const replies = await answersOf(socket, frames.length);
    return Array.from(replies, (_, at) => at)
      .filter((at) => at % REPLY_BYTES === 0)
      .map((at) => resultIn(replies.subarray(at)));
  } finally {
    socket.destroy();
  }
}

/** The bytes of so many replies. Rejects where the host closes before, or says nothing. */
export function answersOf(
  socket: Socket,
  replies: number,
  deadline = DEADLINE_MS,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("an honest client got no answer")), deadline);
    const end = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    socket.on("data", (chunk: Uint8Array) => {
      chunks.push(new Uint8Array(chunk));
      const all = concat(...chunks);
      if (all.length >= replies * REPLY_BYTES) end(() => resolve(all));
    });
    const closed = () => end(() => reject(new Error("an honest client's connection was closed")));
    if (socket.destroyed) closed();
    socket.once("close", closed);
  });
}
