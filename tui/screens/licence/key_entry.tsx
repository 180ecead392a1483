import { Line, Sentence, Toned } from "../../components/line.tsx";
import { TypedText } from "../../components/typed_text.tsx";
import type { TextField } from "../../model/text_field.ts";
import { keyTyped } from "./typed_ids.ts";

/** A product key, checked as it is typed. */
export function KeyEntry({ field, width }: { readonly field: TextField; readonly width: number }) {
  return (
    <>
      <Line />
      <Line>Type or paste the host key that the publisher gave you.</Line>
      <Line />
      <Line>
        <Toned tone="faint">{`Product key  `}</Toned>
        <TypedText field={field} width={width - 14} />
      </Line>
      <Line />
      <Sentence said={keyTyped(field).said} rows={3} />
    </>
  );
}
