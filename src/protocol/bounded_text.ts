import { concat } from "./bytes.ts";

/** The text of a body of at most `most` bytes; undefined for a longer one, of which no more is read than that. */
export async function boundedText(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(concat(...chunks));
}
