import { Box, Text } from "ink";
import { Line } from "../../components/line.tsx";
import { halfBlocks, type QrPicture } from "../../model/qr_picture.ts";
import { wrap } from "../../text.ts";
import { useTheme } from "../../theme.ts";
import { type Mode, PICTURE_GAP, pictureIn, roomFor } from "./state.ts";

export interface InstallationViewProps {
  readonly mode: Extract<Mode, { readonly kind: "installation" }>;
  readonly width: number;
  readonly height: number;
}

/** The Installation ID: digits to be read out, and a picture for a telephone's camera where there is room for it. */
export function InstallationView({ mode, width, height }: InstallationViewProps) {
  const { id, swapped } = mode;
  if (id === null) return <Line>Asking the host for its Installation ID…</Line>;
  const picture = pictureIn(mode, { width, height });
  const room = picture === null ? width : width - picture.length - PICTURE_GAP;
  const rows = [...digitRows(id, room), ...wrap(aboutPicture(mode, picture), room), ...wrap(NEXT, room)];
  return (
    <Box columnGap={PICTURE_GAP} flexShrink={0}>
      <Box flexDirection="column" width={room} flexShrink={0}>
        {rows.slice(0, height).map((text, i) => <Line key={i}>{text}</Line>)}
      </Box>
      {picture === null ? null : <Picture picture={picture} swapped={swapped} />}
    </Box>
  );
}

const NEXT = "The answer is a Confirmation ID: press c to type it.";

function digitRows(id: string, width: number): string[] {
  return [
    "",
    ...wrap("Give this Installation ID to the publisher:", width),
    "",
    ...wrap(id.replaceAll("-", " "), width),
    "",
  ];
}

/** Columns and rows of the frame around a screen. */
const FRAME = { columns: 2, rows: 3 };

function aboutPicture({ picture }: InstallationViewProps["mode"], shown: QrPicture | null): string {
  if (shown !== null) return "A camera reads the digits from the picture; s swaps its light and dark.";
  if (picture === null) return "";
  const { width, height } = roomFor(picture);
  return `The terminal is too small for the QR code: it takes ${width + FRAME.columns}x${
    height + FRAME.rows
  }.`;
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
