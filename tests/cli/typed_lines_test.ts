import assert from "node:assert/strict";
import { typedLines } from "../../src/cli/typed_lines.ts";

function typed(...chunks: readonly string[]): Promise<string[]> {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
  return Array.fromAsync(typedLines(ReadableStream.from(bytes)));
}

Deno.test("lines come as they were typed, however they are cut into pieces", async () => {
  assert.deepEqual(await typed("1\n", "dow", "n 3\r\n\nq"), ["1", "down 3", "", "q"]);
});

Deno.test("a line that never ends is not kept whole", async () => {
  const lines = await typed(..."x".repeat(50).split("").map((char) => char.repeat(100)), "\nq\n");
  assert.deepEqual(lines.map(({ length }) => length), [1000, 1]);
});
