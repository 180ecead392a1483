import jsQR from "jsqr";
import assert from "node:assert/strict";
import { halfBlocks, qrOfDigits } from "../../../tui/model/qr_picture.ts";
import { readVectors } from "../../support/samples/vector_files.ts";

const DIGITS = readVectors<{ text: string }>("installation_ids.json")[0]!.text.replaceAll("-", "");

/** Pixels of a module's side. */
const SCALE = 4;

/** What a camera would read from rows on a terminal: a character is two pixels, one above the other. */
function readBack(rows: readonly string[], ink: "dark" | "light"): string | undefined {
  const pixels = rows.flatMap((row) => [
    Array.from(row, (character) => "▀█".includes(character)),
    Array.from(row, (character) => "▄█".includes(character)),
  ]);
  const [width, height] = [pixels[0]!.length * SCALE, pixels.length * SCALE];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDrawn = pixels[Math.floor(y / SCALE)]![Math.floor(x / SCALE)]!;
      data.fill(isDrawn === (ink === "dark") ? 0 : 255, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const decode = jsQR as unknown as typeof jsQR.default;
  return decode(data, width, height, { inversionAttempts: "dontInvert" })?.data;
}

Deno.test("the picture of an Installation ID is read back by another program's decoder", () => {
  const picture = qrOfDigits(DIGITS);
  assert.equal(readBack(halfBlocks(picture, "dark"), "dark"), DIGITS);
});

Deno.test("drawn light on a dark terminal it is the same picture", () => {
  const picture = qrOfDigits(DIGITS);
  assert.equal(readBack(halfBlocks(picture, "light"), "light"), DIGITS);
});

Deno.test("it fits beside the digits on a terminal of 80x24, its quiet zone with it", () => {
  const rows = halfBlocks(qrOfDigits(DIGITS), "dark");
  assert.equal(rows.length, 21);
  assert.ok(rows.every((row) => row.length === 41 && row.startsWith("    ") && row.endsWith("    ")));
  assert.ok([...rows.slice(0, 2), ...rows.slice(-2)].every((row) => row.trim() === ""));
});
