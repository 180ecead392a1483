const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text as the content of an XML element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char]!);
}

/** The text that `escapeXml` made this of. */
export function unescapeXml(xml: string): string {
  const unescaped = Object.entries(ENTITIES).map(([char, entity]) => [entity, char] as const);
  return xml.replace(/&\w+;/g, (entity) => unescaped.find(([name]) => name === entity)?.[1] ?? entity);
}
