import type { CallerView } from "../../src/api/types.ts";
import type { Said } from "../describe.ts";
import { truncate, wrap } from "../text.ts";
import { initialStates, SCREEN_NAMES, type ScreenName, SCREENS, type ScreenStates } from "../screens/mod.ts";
import type { Context } from "../screens/screen.ts";
import type { Confirmation } from "./confirmation.ts";
import { type HostView, INITIAL_HOST } from "./host_view.ts";
import type { ListPlace } from "./list.ts";
import type { Size } from "./size.ts";

/** All that is drawn. Its texts are clean: no screen needs to think of that. */
export interface Model {
  readonly host: HostView;
  /** Who the person is to the host; null until it has said so. */
  readonly caller: CallerView | null;
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
    caller: null,
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
/** Rows of a notice, at most: enough for an error and what to do about it. */
const NOTICE_ROWS = 4;
/** Columns that the frame takes at its sides, and the mark of a notice before its text. */
const SIDES = 2;
const MARK = 2;

/** The notice in rows that fit, none where there is none. */
export function noticeLines({ notice, size }: Model): readonly string[] {
  if (notice === null) return [];
  const width = Math.max(1, size.columns - SIDES - MARK);
  const lines = wrap(notice.text, width);
  if (lines.length <= NOTICE_ROWS) return lines;
  return lines.slice(0, NOTICE_ROWS).with(-1, `${truncate(lines[NOTICE_ROWS - 1]!, width - 2)} …`);
}

/** What may stand between. */
function remarks(model: Model): number {
  return (model.host.connection.kind === "live" ? 0 : 1) + noticeLines(model).length;
}

/** What the screen in front sees beside its own state. */
export function contextOf(model: Model): Context {
  const { columns, rows } = model.size;
  return {
    host: model.host,
    width: Math.max(1, columns - SIDES),
    height: Math.max(1, rows - CHROME_ROWS - remarks(model)),
  };
}

export function titleOf(name: ScreenName): string {
  return SCREENS[name].title;
}
