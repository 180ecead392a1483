import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { Said } from "../describe.ts";
import { MARKS, type Tone, useTheme } from "../theme.ts";

/** Text in a tone. */
export function Toned({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <Text {...useTheme()[tone]}>{children}</Text>;
}

/** One row, cut at the right end of its room. */
export function Line({ children }: { readonly children?: ReactNode }) {
  return (
    <Box height={1} flexShrink={0} overflow="hidden">
      <Text wrap="truncate">{children ?? " "}</Text>
    </Box>
  );
}

/** A row with a text at either end; the left one gives way. */
export function Ends({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) {
  return (
    <Box height={1} flexShrink={0} justifyContent="space-between" columnGap={2} overflow="hidden">
      <Box flexShrink={1} overflow="hidden">
        <Text wrap="truncate">{left}</Text>
      </Box>
      <Box flexShrink={0}>
        <Text wrap="truncate">{right}</Text>
      </Box>
    </Box>
  );
}

/** A sentence behind its mark, wrapped, in no more than `rows` rows. */
export function Sentence({ said: { tone, text }, rows }: { readonly said: Said; readonly rows: number }) {
  return (
    <Box flexShrink={0} maxHeight={rows} overflow="hidden">
      <Box flexShrink={0} width={2}>
        <Toned tone={tone}>{MARKS[tone]}</Toned>
      </Box>
      <Toned tone={tone}>{text}</Toned>
    </Box>
  );
}
