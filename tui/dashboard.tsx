import { useInput, useWindowSize } from "ink";
import { Frame } from "./frame.tsx";
import { actionsOf } from "./keys.ts";
import { Overview } from "./screens/overview.tsx";
import type { Wait, Watch } from "./stream.ts";
import { type Theme, ThemeContext } from "./theme.ts";
import { useWatch } from "./use_watch.ts";

export interface DashboardProps {
  /** Clean. */
  readonly title: string;
  readonly watch: Watch;
  readonly wait: Wait;
  readonly theme: Theme;
  readonly onQuit: () => void;
}

/** The stream, the keys and the size of the terminal, joined to what is drawn. */
export function Dashboard({ title, watch, wait, theme, onQuit }: DashboardProps) {
  const view = useWatch(watch, wait);
  const size = useWindowSize();
  useInput((input, modifiers) => {
    if (actionsOf(input, modifiers).includes("quit")) onQuit();
  });
  return (
    <ThemeContext value={theme}>
      <Frame title={title} view={view} size={size} screen={Overview} />
    </ThemeContext>
  );
}
