/** What a screen of 79 columns takes. */
export const COLUMNS = 78;
const NAME_COLUMNS = 28;

/** A titled list of names with what they mean beside them; nothing where it is empty. */
export function listing(
  title: string,
  entries: readonly (readonly [string, { describe?: string | undefined }])[],
): string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([name, { describe = "" }]) => {
    const [first = "", ...more] = wrapped(describe, COLUMNS - NAME_COLUMNS);
    const start = `  ${name}  `.padEnd(NAME_COLUMNS);
    return start.length > NAME_COLUMNS
      ? [`  ${name}`, ...[first, ...more].map((line) => " ".repeat(NAME_COLUMNS) + line)]
      : [start + first, ...more.map((line) => " ".repeat(NAME_COLUMNS) + line)];
  });
  return title === "" ? ["", ...lines] : ["", `${title}:`, ...lines];
}

/** Words in lines. */
export function wrapped(text: string, columns = COLUMNS): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
