import { Box } from "ink";
import { type Size, SMALLEST } from "../model/size.ts";
import { Line } from "./line.tsx";

/** Stands in for every screen where there is no room for one. */
export function TooSmall({ columns, rows }: Size) {
  return (
    <Box width={columns} height={rows} overflow="hidden" flexDirection="column">
      <Line>terminal too small</Line>
      <Line>{columns}x{rows}, at least {SMALLEST.columns}x{SMALLEST.rows}</Line>
      <Line>q quits</Line>
    </Box>
  );
}
