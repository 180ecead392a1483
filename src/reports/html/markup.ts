/** Text of a page that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Attributes = Readonly<Record<string, string | number | undefined>>;
type Child = Markup | string | number | undefined | readonly Child[];

/** Elements that have no end tag. */
const EMPTY = new Set(["meta", "br"]);

/**
 * An element of HTML or SVG. Texts and attributes are escaped here and nowhere else, so that what a computer or a product calls itself
 * cannot become markup.
 */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const head = Object.entries(attributes)
    .map(([name, value]) => value === undefined ? "" : ` ${name}="${escaped(String(value))}"`).join("");
  if (EMPTY.has(name)) return new Markup(`<${name}${head}>`);
  return new Markup(`<${name}${head}>${content(children)}</${name}>`);
}

function content(child: Child): string {
  if (child === undefined) return "";
  if (child instanceof Markup) return child.text;
  if (typeof child === "object") return child.map(content).join("");
  return escaped(String(child));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What no page may hold, or would reorder it, becomes U+FFFD. */
export function escaped(text: string): string {
  return text.toWellFormed()
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}
