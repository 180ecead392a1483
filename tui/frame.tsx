import { Box } from "ink";
import type { ComponentType } from "react";
import { ConnectionLine } from "./components/connection_line.tsx";
import { Footer } from "./components/footer.tsx";
import { Header } from "./components/header.tsx";
import { TooSmall } from "./components/too_small.tsx";
import type { ScreenProps } from "./screens/screen.ts";
import { isTooSmall, type Size } from "./size.ts";
import type { ViewState } from "./state.ts";

export interface FrameProps {
  readonly title: string;
  readonly view: ViewState;
  readonly size: Size;
  readonly screen: ComponentType<ScreenProps>;
}

/** Two rows of header, and one of footer. */
const CHROME_ROWS = 3;

/** The whole terminal: header and footer, which are the same for all screens, and one screen. */
export function Frame({ title, view, size, screen: Screen }: FrameProps) {
  if (isTooSmall(size)) return <TooSmall {...size} />;
  const width = size.columns - 2;
  return (
    <Box width={size.columns} height={size.rows} flexDirection="column" paddingX={1} overflow="hidden">
      <Header title={title} status={view.status} width={width} />
      <ConnectionLine connection={view.connection} />
      <Box flexDirection="column" flexGrow={1} flexShrink={1} flexBasis={0} overflow="hidden">
        <Screen view={view} width={width} height={size.rows - CHROME_ROWS} />
      </Box>
      <Footer time={view.status?.time ?? null} />
    </Box>
  );
}
