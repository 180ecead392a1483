import encodeQR from "qr";

/** A QR code: rows of modules, true for dark, its quiet zone around it. */
export type QrPicture = readonly (readonly boolean[])[];

/** What ISO/IEC 18004 asks for, in modules. */
const QUIET_ZONE = 4;

/** The QR code of digits: of 154 it has 41 modules a side with its quiet zone, which as half blocks fits a terminal of 24 rows. */
export function qrOfDigits(digits: string): QrPicture {
  // A screen is neither scratched nor torn: the lowest error correction makes the smallest picture.
  return encodeQR(digits, "raw", { ecc: "low", encoding: "numeric", border: QUIET_ZONE });
}

/** By whether the upper and the lower half are drawn. */
const HALVES = [[" ", "▄"], ["▀", "█"]] as const;

/** Two modules in one character: those that are as dark as `drawn` says are drawn, the others are left to the background. */
export function halfBlocks(picture: QrPicture, drawn: "dark" | "light"): string[] {
  const isDrawn = (module: boolean | undefined) => Number((module ?? false) === (drawn === "dark"));
  return Array.from({ length: Math.ceil(picture.length / 2) }, (_, i) => {
    const [upper, lower] = [picture[2 * i]!, picture[2 * i + 1]];
    return upper.map((module, x) => HALVES[isDrawn(module) as 0 | 1][isDrawn(lower?.[x]) as 0 | 1]).join("");
  });
}
