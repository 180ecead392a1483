import type { FrameReader } from "../../src/protocol/frame.ts";

/** The frames that `chunk` completes, each when it is asked for. */
export function* framesIn(reader: FrameReader, chunk: Uint8Array): Generator<Uint8Array> {
  reader.add(chunk);
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) yield frame;
}
