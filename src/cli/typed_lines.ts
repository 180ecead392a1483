/** What is longer is no command; the rest of such a line is left out. */
const LONGEST_LINE = 1000;

/** The lines that are typed, without their ends, until the input ends. */
export async function* typedLines(input: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = (lines.pop() ?? "").slice(0, LONGEST_LINE);
    for (const line of lines) yield line.slice(0, LONGEST_LINE);
  }
  if (rest !== "") yield rest;
}
