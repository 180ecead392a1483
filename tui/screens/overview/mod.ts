import type { Screen } from "../screen.ts";
import { Overview } from "./view.tsx";

/** It shows what the stream tells, and keeps nothing of its own. */
export type OverviewState = null;

export const overview: Screen<OverviewState> = {
  title: "Overview",
  initial: null,
  keys: [],
  bindings: () => [],
  happened: (state) => ({ state }),
  View: Overview,
};
