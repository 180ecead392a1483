import type { ViewState } from "../state.ts";

/** What every screen is drawn from: the state, and the room between header and footer. */
export interface ScreenProps {
  readonly view: ViewState;
  readonly width: number;
  readonly height: number;
}
