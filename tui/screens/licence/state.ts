import type { QrPicture } from "../../model/qr_picture.ts";
import type { TextField } from "../../model/text_field.ts";
import type { Context, Step } from "../screen.ts";

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

export type LicenceStep = Step<LicenceState>;

export function inFront(state: LicenceState, mode: Mode): LicenceState {
  return { ...state, mode };
}

/** What the host looks for when it is told to install a licence file again. */
export const NEWEST_LICENCE =
  "the newest sound licence file (*.lic) in the state folder or beside the program";

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
