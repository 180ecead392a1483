import type { Said } from "../describe.ts";
import { initialStates, SCREEN_NAMES, type ScreenName, SCREENS, type ScreenStates } from "../screens/mod.ts";
import type { Context } from "../screens/screen.ts";
import type { Confirmation } from "./confirmation.ts";
import { type HostView, INITIAL_HOST } from "./host_view.ts";
import type { ListPlace } from "./list.ts";
import type { Size } from "./size.ts";

/** All that is drawn. Its texts are clean: no screen needs to think of that. */
export interface Model {
  readonly host: HostView;
  readonly size: Size;
  /** The one in front. */
  readonly screen: ScreenName;
  readonly screens: ScreenStates;
  /** Where the help is scrolled to; null while it is not shown. */
  readonly help: ListPlace | null;
  readonly confirmation: Confirmation | null;
  /** Stands above the footer until the next key. */
  readonly notice: Said | null;
}

export function initialModel(size: Size): Model {
  return {
    host: INITIAL_HOST,
    size,
    screen: SCREEN_NAMES[0]!,
    screens: initialStates(),
    help: null,
    confirmation: null,
    notice: null,
  };
}

/** The header, the tabs and the footer. */
const CHROME_ROWS = 3;
/** What may stand between, each in one row. */
function remarks({ host, notice }: Model): number {
  return (host.connection.kind === "live" ? 0 : 1) + (notice === null ? 0 : 1);
}

/** What the screen in front sees beside its own state. */
export function contextOf(model: Model): Context {
  const { columns, rows } = model.size;
  return {
    host: model.host,
    width: Math.max(1, columns - 2),
    height: Math.max(1, rows - CHROME_ROWS - remarks(model)),
  };
}

export function titleOf(name: ScreenName): string {
  return SCREENS[name].title;
}
