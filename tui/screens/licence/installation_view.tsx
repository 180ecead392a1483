import { Box, Text } from "ink";
import { Line } from "../../components/line.tsx";
import { halfBlocks, type QrPicture } from "../../model/qr_picture.ts";
import { wrap } from "../../text.ts";
import { useTheme } from "../../theme.ts";
import type { Mode } from "./state.ts";

export interface InstallationViewProps {
  readonly mode: Extract<Mode, { readonly kind: "installation" }>;
  readonly width: number;
  readonly height: number;
}

/** Columns between the digits and the picture, and the fewest that the digits need beside it: four blocks of seven. */
const GAP = 3;
const LEAST_DIGITS = 31;

/** The Installation ID: digits to be read out, and a picture for a telephone's camera where there is room for it. */
export function InstallationView({ mode: { id, picture, swapped }, width, height }: InstallationViewProps) {
  if (id === null) return <Line>Asking the host for its Installation ID…</Line>;
  const side = picture?.length ?? 0;
  const isShown = picture !== null && height >= Math.ceil(side / 2) && width >= side + GAP + LEAST_DIGITS;
  const room = isShown ? width - side - GAP : width;
  return (
    <Box columnGap={GAP} flexShrink={0}>
      <Box flexDirection="column" width={room} flexShrink={0}>
        {rowsBeside(id, room, isShown ? null : sizeFor(side)).slice(0, height).map((text, i) => (
          <Line key={i}>{text}</Line>
        ))}
      </Box>
      {isShown ? <Picture picture={picture} swapped={swapped} /> : null}
    </Box>
  );
}

/** `missing`: the size of a terminal on which the picture would be there. */
function rowsBeside(id: string, width: number, missing: string | null): string[] {
  const camera = missing === null
    ? "A camera reads the digits from the picture; s swaps its light and dark."
    : `The terminal is too small for the QR code: it takes ${missing}.`;
  return [
    "",
    ...wrap("Give this Installation ID to the publisher:", width),
    "",
    ...wrap(id.replaceAll("-", " "), width).map((row) => row),
    "",
    ...wrap(camera, width),
    ...wrap("The answer is a Confirmation ID: press c to type it.", width),
  ];
}

function sizeFor(side: number): string {
  return `${side + GAP + LEAST_DIGITS + 2}x${Math.ceil(side / 2) + 3}`;
}

/** Dark on light by the terminal's own colours; without colours it is taken for one that is light on dark. */
function Picture({ picture, swapped }: { readonly picture: QrPicture; readonly swapped: boolean }) {
  const style = useTheme().picture;
  const isDarkDrawn = (style.backgroundColor !== undefined) !== swapped;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {halfBlocks(picture, isDarkDrawn ? "dark" : "light").map((row, i) => (
        <Line key={i}>
          <Text {...style}>{row}</Text>
        </Line>
      ))}
    </Box>
  );
}
