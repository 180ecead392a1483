import { wrapped } from "../printing/columns.ts";

/** Characters that roff sets as others than those that are typed, and their names. */
const NAMES: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  '"': "\\(dq",
};

/** Text that roff shows as it is: no character of it is a command, at the beginning of a line neither. */
export function escaped(text: string): string {
  return text.replace(/[\\'`^~"-]/g, (char) => NAMES[char]!).replace(/^\./gm, "\\&.");
}

/** A heading and what stands below it, which a paragraph begins without being told. */
export function section(title: string, inner: readonly string[]): string[] {
  return [`.SH "${escaped(title.toUpperCase())}"`, ...inner.slice(inner[0] === ".PP" ? 1 : 0)];
}

export function subsection(title: string, inner: readonly string[]): string[] {
  return [`.SS "${escaped(title)}"`, ...inner];
}

export function paragraph(text: string): string[] {
  return [".PP", ...lines(text)];
}

/** A term with what it means below it, indented, in one paragraph or more. */
export function entry(term: string, [first = "", ...more]: readonly string[]): string[] {
  return [".TP", term, ...lines(first), ...more.flatMap((text) => [".IP", ...lines(text)])];
}

/** What stands below an entry, indented once more. */
export function indented(inner: readonly string[]): string[] {
  return inner.length === 0 ? [] : [".RS", ...inner, ".RE"];
}

export function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

/** Lines that are not filled, for what is typed. */
export function verbatim(text: string): string[] {
  return [".PP", ".RS 4", ".nf", ...escaped(text).split("\n"), ".fi", ".RE"];
}

/** What is typed: bold, and what somebody has to fill in slanted: `/ilc FILE`. */
export function typed(words: string): string {
  return words.split(/(\b[A-Z][A-Z-]+\b)/)
    .map((part, i) => part === "" ? "" : `\\f${i % 2 === 0 ? "B" : "I"}${escaped(part)}\\fR`).join("");
}

/** Short enough in the source for those who check it, escapes included. */
const SOURCE_COLUMNS = 65;

function lines(text: string): string[] {
  return wrapped(text, SOURCE_COLUMNS).map(escaped);
}
