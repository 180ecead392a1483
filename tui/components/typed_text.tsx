import { Text } from "ink";
import type { TextField } from "../model/text_field.ts";
import { widthOf } from "../text.ts";

/** What is being typed, its cursor in reverse; the part around the cursor where there is no room for all. For use within a Line. */
export function TypedText({ field, width }: { readonly field: TextField; readonly width: number }) {
  const { before, under, after } = parts(field, width);
  return (
    <>
      {before}
      <Text inverse>{under}</Text>
      {after}
    </>
  );
}

/** The end of what stands before the cursor gives way last. */
function parts({ graphemes, cursor }: TextField, width: number) {
  const under = graphemes[cursor] ?? " ";
  let first = cursor;
  let used = widthOf(under);
  while (first > 0 && used + widthOf(graphemes[first - 1]!) <= width) used += widthOf(graphemes[--first]!);
  let last = cursor + 1;
  while (last < graphemes.length && used + widthOf(graphemes[last]!) <= width) {
    used += widthOf(graphemes[last++]!);
  }
  return {
    before: graphemes.slice(first, cursor).join(""),
    under,
    after: graphemes.slice(cursor + 1, last).join(""),
  };
}
