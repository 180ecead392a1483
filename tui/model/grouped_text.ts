import type { TextField } from "./text_field.ts";

const SEPARATORS: ReadonlySet<string> = new Set([" ", "-"]);

/**
 * A field whose text is parted by hyphens into groups of `size`, whether the person types blanks, hyphens or nothing between them. Only
 * the end is parted by counting: a character too many or too few further up shifts no group but its own.
 */
export function grouped({ graphemes, cursor }: TextField, size: number): TextField {
  const groups = groupsIn(graphemes);
  const parted = groups.flatMap((group, i) =>
    i === groups.length - 1 || group.length % size === 0 ? chunks(group, size) : [group]
  );
  const joined = parted.flatMap((group, i) => i === 0 ? group : ["-", ...group]);
  const isEnded = joined.length > 0 && SEPARATORS.has(graphemes.at(-1) ?? "");
  const all = isEnded ? [...joined, "-"] : joined;
  return { graphemes: all, cursor: cursorIn(all, graphemes.slice(0, cursor)) };
}

function groupsIn(graphemes: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const grapheme of graphemes) {
    if (SEPARATORS.has(grapheme)) groups.push([]);
    else groups.at(-1)!.push(grapheme);
  }
  return groups.filter((group) => group.length > 0);
}

function chunks(group: readonly string[], size: number): string[][] {
  return Array.from(
    { length: Math.ceil(group.length / size) },
    (_, i) => group.slice(i * size, (i + 1) * size),
  );
}

/** Behind as many characters as before, and behind the hyphen if it was behind one. */
function cursorIn(all: readonly string[], before: readonly string[]): number {
  let left = before.filter((grapheme) => !SEPARATORS.has(grapheme)).length;
  let cursor = 0;
  while (left > 0) {
    if (all[cursor] !== "-") left -= 1;
    cursor += 1;
  }
  return SEPARATORS.has(before.at(-1) ?? "") && all[cursor] === "-" ? cursor + 1 : cursor;
}
