import type { HostStatus } from "../../../src/api/types.ts";
import type { Said } from "../../describe.ts";
import { dateText } from "../../format.ts";
import { confirmation } from "../../model/confirmation.ts";
import { type Answered, call, type Failed } from "../../model/effects.ts";
import { qrOfDigits, type QrPicture } from "../../model/qr_picture.ts";
import { inOneLine } from "../../model/pasted_text.ts";
import { fieldWith, inserted, type TextField, textOf } from "../../model/text_field.ts";
import type { Context, Happening, Step } from "../screen.ts";
import { blocksPerRow, cursorAt, nextMisread, placeOf } from "./blocks.ts";
import { confirmationTaken, confirmationTyped, keyTaken, keyTyped } from "./typed_ids.ts";

/** What is in front on the screen. */
export type Mode =
  | { readonly kind: "facts" }
  | { readonly kind: "key"; readonly field: TextField }
  | { readonly kind: "confirmation"; readonly field: TextField }
  /** `id` and `picture`: null until the host has answered. */
  | {
    readonly kind: "installation";
    readonly id: string | null;
    readonly picture: QrPicture | null;
    /** Whether light and dark are swapped in a picture without colours. */
    readonly swapped: boolean;
  };

export interface LicenceState {
  readonly mode: Mode;
  /** Since when the activation service is being asked, in the host's time; null while it is not. */
  readonly askingSince: number | null;
}

export const INITIAL: LicenceState = { mode: { kind: "facts" }, askingSince: null };

type LicenceStep = Step<LicenceState>;

export function happened(state: LicenceState, happening: Happening): LicenceStep {
  switch (happening.kind) {
    case "answered":
      return answered(state, happening);
    case "failed":
      return failed(state, happening);
    default:
      return { state };
  }
}

function answered(state: LicenceState, { route, output }: Answered): LicenceStep {
  switch (route) {
    case "activate":
      return done({ ...state, askingSince: null }, activatedText(output));
    case "confirm":
      return done(inFront(state, { kind: "facts" }), activatedText(output));
    case "installKey":
      return done(
        inFront(state, { kind: "facts" }),
        `the product key that ends in ${output.partialKey} is installed`,
      );
    case "reinstallLicence":
      return done(
        state,
        `the licence file of ${output.publisher}, serial ${output.serial}, is installed: it is ${NEWEST_LICENCE}`,
      );
    case "installationId":
      return { state: identified(state, output.installationId) };
    default:
      return { state };
  }
}

function done(state: LicenceState, text: string): LicenceStep {
  return { state, notice: { tone: "good", text } };
}

function activatedText({ ends }: { readonly ends: number }): string {
  return `the host is activated until ${dateText(ends)}`;
}

function identified(state: LicenceState, id: string): LicenceState {
  if (state.mode.kind !== "installation") return state;
  const digits = id.replace(/[^0-9]/g, "");
  return inFront(state, { ...state.mode, id, picture: digits === "" ? null : qrOfDigits(digits) });
}

function failed(state: LicenceState, { route, reason, remedy }: Failed): LicenceStep {
  const notice: Said = { tone: "bad", text: remedy === null ? reason : `${reason}. To mend it: ${remedy}` };
  if (route === "activate") return { state: { ...state, askingSince: null }, notice };
  const isAsking = route === "installationId" && state.mode.kind === "installation";
  return { state: isAsking ? inFront(state, { kind: "facts" }) : state, notice };
}

function inFront(state: LicenceState, mode: Mode): LicenceState {
  return { ...state, mode };
}

export function back(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "facts" }) };
}

/** Asks the activation service. A host that is activated gets the same certificate again, which is not counted. */
export function activate(state: LicenceState, { host: { status } }: Context): LicenceStep {
  if (status === null) return { state };
  if (state.askingSince !== null) {
    return { state, notice: { tone: "waiting", text: "it is being activated already" } };
  }
  if (status.publisher !== null && status.publisher.url === null) return { state, notice: NOT_ONLINE };
  return {
    state: { ...state, askingSince: status.time },
    effects: [call("activate", { url: null, id: null })],
  };
}

const NOT_ONLINE: Said = {
  tone: "warning",
  text:
    "the licence file names no activation service. To mend it: activate by telephone with o and c, or name one with kms /ato --authority URL",
};

export function showInstallation(state: LicenceState): LicenceStep {
  const mode: Mode = { kind: "installation", id: null, picture: null, swapped: false };
  return { state: inFront(state, mode), effects: [call("installationId", {})] };
}

/** Columns between the digits and the picture, and the fewest that the digits need beside it: four blocks of seven. */
export const PICTURE_GAP = 3;
const LEAST_DIGITS = 31;

/** Columns and rows of the screen that a picture takes with its digits. */
export function roomFor(picture: QrPicture): { readonly width: number; readonly height: number } {
  const side = picture.length;
  return { width: side + PICTURE_GAP + LEAST_DIGITS, height: Math.ceil(side / 2) };
}

/** The picture, where there is room for it. */
export function pictureIn(
  mode: Mode,
  { width, height }: Pick<Context, "width" | "height">,
): QrPicture | null {
  if (mode.kind !== "installation" || mode.picture === null) return null;
  const room = roomFor(mode.picture);
  return width >= room.width && height >= room.height ? mode.picture : null;
}

export function swap(state: LicenceState): LicenceStep {
  const { mode } = state;
  return {
    state: mode.kind === "installation" ? inFront(state, { ...mode, swapped: !mode.swapped }) : state,
  };
}

export function typeKey(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "key", field: fieldWith("") }) };
}

export function typeConfirmation(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "confirmation", field: fieldWith("") }) };
}

/** What the host looks for when it is told to install a licence file again. */
const NEWEST_LICENCE = "the newest sound licence file (*.lic) in the state folder or beside the program";

export function reinstall(state: LicenceState): LicenceStep {
  const notice: Said = { tone: "waiting", text: `installing ${NEWEST_LICENCE}` };
  return { state, effects: [call("reinstallLicence", {})], notice };
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
