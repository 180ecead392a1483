/** A table; `deno fmt` lays it out. The first row is its head. */
export function table([head = [], ...body]: readonly (readonly string[])[]): string {
  return [head, head.map(() => "-"), ...body].map((cells) => `| ${cells.map(inCell).join(" | ")} |\n`).join(
    "",
  );
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Text in which nothing is markup. */
export function plain(text: string): string {
  return text.replace(/[*<[\]`]/g, "\\$&");
}
