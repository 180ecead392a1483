import { DecodeError } from "../protocol/decode_error.ts";
import { FrameReader, MAX_EXCHANGES } from "../protocol/frame.ts";
import type { Connection } from "../ports.ts";
import type { Deadlines } from "./deadlines.ts";
import { type Answer, malformed } from "./service.ts";
import { concat } from "../protocol/bytes.ts";

export type AnswerFrame = (frame: Uint8Array, address: string) => Answer | Promise<Answer>;

/**
 * Carries the exchanges of one connection (SPEC 2): at most 16, until its deadline in all, then it is closed. Frames that come
 * together are answered together, in their order. Resolves when the connection is closed; never rejects for what the other side does.
 */
export async function serveConnection(
  connection: Connection,
  answer: AnswerFrame,
  deadlines: Deadlines,
): Promise<void> {
  deadlines.begin(connection);
  try {
    await exchange(connection, answer);
  } catch {
    // the other side reset the connection, or its time is over: there is nobody left to tell
  } finally {
    deadlines.end(connection);
    connection.close();
  }
}

async function exchange(connection: Connection, answer: AnswerFrame): Promise<void> {
  const reader = new FrameReader();
  for (let left = MAX_EXCHANGES; left > 0;) {
    const chunk = await connection.read();
    if (chunk === null) return;
    const { frames, broken } = takeFrames(reader, chunk, left);
    left -= frames.length;
    const asked = frames.map((frame) => answer(frame, connection.remoteAddress));
    const answers = asked.length === 1 ? [await asked[0]!] : await Promise.all(asked);
    if (broken) answers.push(malformed());
    if (answers.length === 0) continue;
    const { bytes, close } = joined(answers);
    await connection.write(bytes);
    if (close) return;
  }
}

/** The frames that `chunk` completes, at most `most` of them, and whether something follows that is none. */
function takeFrames(
  reader: FrameReader,
  chunk: Uint8Array,
  most: number,
): { frames: Uint8Array[]; broken: boolean } {
  const frames: Uint8Array[] = [];
  reader.add(chunk);
  try {
    while (frames.length < most) {
      const frame = reader.next();
      if (frame === undefined) break;
      frames.push(frame);
    }
  } catch (error) {
    if (error instanceof DecodeError) return { frames, broken: true };
    throw error;
  }
  return { frames, broken: false };
}

/** The answers up to the first that closes, and whether there is one. */
function joined(answers: readonly Answer[]): { bytes: Uint8Array; close: boolean } {
  const last = answers.findIndex((answer) => answer.close);
  const sent = last < 0 ? answers : answers.slice(0, last + 1);
  const bytes = sent.length === 1 ? sent[0]!.frame : concat(...sent.map((answer) => answer.frame));
  return { bytes, close: last >= 0 };
}
