import type { TypedBlock } from "../../../src/crypto/check_digits.ts";
import { Line, Sentence, Toned } from "../../components/line.tsx";
import { TypedText } from "../../components/typed_text.tsx";
import { fieldWith, type TextField } from "../../model/text_field.ts";
import { fit, fitRight, widthOf } from "../../text.ts";
import { MARKS, type Tone } from "../../theme.ts";
import { blocksPerRow, DIGITS, GAP, NUMBER, placeOf } from "./blocks.ts";
import { CONFIRMATION_ID_BLOCKS, confirmationTyped } from "./typed_ids.ts";

export interface ConfirmationEntryProps {
  readonly field: TextField;
  readonly width: number;
  readonly height: number;
}

/** From this height on a sentence stands above the blocks. */
const ROOMY = 13;

/** A Confirmation ID, each of its blocks checked as it is typed. */
export function ConfirmationEntry({ field, width, height }: ConfirmationEntryProps) {
  const { blocks, said } = confirmationTyped(field);
  const cursor = placeOf(field);
  const perRow = blocksPerRow(width);
  const total = Math.ceil(Math.max(CONFIRMATION_ID_BLOCKS, blocks.length, cursor.block + 1) / perRow);
  const head = height >= ROOMY ? 3 : 0;
  const rows = Math.max(1, height - head - 1);
  const top = Math.max(0, Math.min(Math.floor(cursor.block / perRow) - rows + 1, total - rows));
  return (
    <>
      {head === 0 ? null : [
        <Line key="before" />,
        <Line key="what">Type or paste the Confirmation ID that the publisher answered with.</Line>,
        <Line key="after" />,
      ]}
      {Array.from({ length: Math.min(rows, total) }, (_, i) => (
        <Line key={top + i}>
          {Array.from({ length: perRow }, (_, column) => {
            const index = (top + i) * perRow + column;
            return (
              <Cell
                key={index}
                index={index}
                block={blocks[index]}
                at={cursor.block === index ? cursor.digit : null}
              />
            );
          })}
        </Line>
      ))}
      <Sentence said={said} rows={1} />
    </>
  );
}

const STATE_TONES: Readonly<Record<TypedBlock["state"], Tone>> = {
  sound: "good",
  misread: "bad",
  unfinished: "plain",
};

interface CellProps {
  /** From 0. */
  readonly index: number;
  readonly block: TypedBlock | undefined;
  /** Where the cursor is in it, or null. */
  readonly at: number | null;
}

function Cell({ index, block, at }: CellProps) {
  if (index >= CONFIRMATION_ID_BLOCKS && block === undefined && at === null) return null;
  const tone = STATE_TONES[block?.state ?? "unfinished"];
  const text = block?.text ?? "";
  return (
    <>
      <Toned tone="faint">{fitRight(String(index + 1), NUMBER)}</Toned>{" "}
      {at === null
        ? <Toned tone={tone}>{fit(text === "" ? "·".repeat(DIGITS - 1) : text, DIGITS)}</Toned>
        : (
          <>
            <TypedText field={{ ...fieldWith(text), cursor: at }} width={DIGITS} />
            {" ".repeat(Math.max(0, DIGITS - Math.max(widthOf(text), at + 1)))}
          </>
        )}
      <Toned tone={tone}>{block === undefined || block.state === "unfinished" ? " " : MARKS[tone]}</Toned>
      {" ".repeat(GAP)}
    </>
  );
}
