import stringWidth from "string-width";

const graphemes = new Intl.Segmenter();

/** The beginning of a text that fits into `width` columns, with a sign where something is left out. */
export function cut(text: string, width: number, ascii: boolean): string {
  if (stringWidth(text) <= width) return text;
  const sign = ascii ? "~" : "…";
  let kept = "";
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return kept + sign;
}

export function padded(text: string, width: number, right: boolean): string {
  const blank = " ".repeat(Math.max(0, width - stringWidth(text)));
  return right ? blank + text : text + blank;
}
