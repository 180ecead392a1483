/** The first line of what is pasted that is not empty, and whether more than white space stood behind it. */
export function firstLine(text: string): { readonly line: string; readonly isCut: boolean } {
  const [, line = "", rest = ""] = /^[\r\n]*([^\r\n]*)([^]*)$/.exec(text) ?? [];
  return { line: line.replaceAll("\t", " "), isCut: rest.trim() !== "" };
}

/** All of it in one line: what is written in lines of groups, as in a letter. */
export function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
