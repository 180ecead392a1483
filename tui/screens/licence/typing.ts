import type { HostStatus } from "../../../src/api/types.ts";
import { confirmation } from "../../model/confirmation.ts";
import { call } from "../../model/effects.ts";
import { inOneLine } from "../../model/pasted_text.ts";
import { fieldWith, inserted, type TextField, textOf } from "../../model/text_field.ts";
import type { Context } from "../screen.ts";
import { blocksPerRow, cursorAt, nextMisread, placeOf } from "./blocks.ts";
import { inFront, type LicenceState, type LicenceStep } from "./state.ts";
import { confirmationTaken, confirmationTyped, keyTaken, keyTyped } from "./typed_ids.ts";

export function typeKey(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "key", field: fieldWith("") }) };
}

export function typeConfirmation(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "confirmation", field: fieldWith("") }) };
}

export function typed(state: LicenceState, field: TextField): LicenceStep {
  const { mode } = state;
  if (mode.kind !== "key" && mode.kind !== "confirmation") return { state };
  const taken = mode.kind === "key" ? keyTaken(field) : confirmationTaken(field);
  return { state: inFront(state, { ...mode, field: taken }) };
}

/** What looks like a Confirmation ID: digits, parted by hyphens and white space however they come. */
const LIKE_CONFIRMATION_ID = /^[\d\s-]*\d{6}[\d\s-]*$/;

/** A Confirmation ID comes in lines, and whoever pastes one wants to activate: its form is opened, and nothing is sent. */
export function pasted(state: LicenceState, text: string): LicenceStep | undefined {
  const { mode } = state;
  if (mode.kind === "key") return undefined;
  if (mode.kind === "confirmation") return typed(state, inserted(mode.field, inOneLine(text)));
  if (!LIKE_CONFIRMATION_ID.test(text)) return undefined;
  return typed(typeConfirmation(state).state, fieldWith(inOneLine(text)));
}

/** The cursor goes to the next block that is misread. */
export function toMisread(state: LicenceState): LicenceStep {
  const { mode } = state;
  if (mode.kind !== "confirmation") return { state };
  const block = nextMisread(confirmationTyped(mode.field).blocks, mode.field);
  if (block === undefined) return { state };
  return { state: inFront(state, { ...mode, field: cursorAt(mode.field, { block, digit: 0 }) }) };
}

/** The cursor goes up or down by a row of blocks. */
export function byRow(rows: 1 | -1): (state: LicenceState, context: Context) => LicenceStep {
  return (state, { width }) => {
    const { mode } = state;
    if (mode.kind !== "confirmation") return { state };
    const { block, digit } = placeOf(mode.field);
    const place = { block: block + rows * blocksPerRow(width), digit };
    return { state: inFront(state, { ...mode, field: cursorAt(mode.field, place) }) };
  };
}

/** Enter on what is typed: while it is not right nothing is sent, and what is wrong is said. */
export function finish(state: LicenceState, { host: { status } }: Context): LicenceStep {
  const { mode } = state;
  if (mode.kind === "key") return installing(state, mode.field, status);
  if (mode.kind !== "confirmation") return { state };
  const { isComplete, said } = confirmationTyped(mode.field);
  if (!isComplete) return { state, notice: { ...said, text: `nothing is sent: ${said.text}` } };
  return { state, effects: [call("confirm", { confirmationId: textOf(mode.field) })] };
}

function installing(state: LicenceState, field: TextField, status: HostStatus | null): LicenceStep {
  const { key, said } = keyTyped(field);
  if (key === undefined) return { state, notice: { ...said, text: `nothing is installed: ${said.text}` } };
  const effect = call("installKey", { key: textOf(field) });
  const installed = status?.key ?? null;
  if (installed === null || installed.serial === key.serial) return { state, effects: [effect] };
  return {
    state,
    confirmation: confirmation(
      `Install another product key in place of the one that ends in ${installed.partialKey}?`,
      ["The activation goes with the old key: the host activates no computer until it is activated with the new one."],
      "install it",
      effect,
    ),
  };
}
