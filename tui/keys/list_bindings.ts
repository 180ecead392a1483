import { type ListMove, type ListPlace, moved } from "../model/list.ts";
import type { Act, Context, Step } from "../screens/screen.ts";
import type { Binding } from "./binding.ts";

/** How a screen's list is reached in its state. */
export interface ListIn<State> {
  place(state: State): ListPlace;
  total(state: State, context: Context): number;
  /** Rows of the list on the screen. */
  rows(state: State, context: Context): number;
  /** The screen with its list at another place; for instance it calls for what is to be seen there. */
  at(state: State, place: ListPlace, context: Context): Step<State>;
}

const MOVES: readonly (Omit<Binding<ListMove>, "quiet"> & { readonly quiet: boolean })[] = [
  { keys: ["up", "k"], label: "↑ k", does: "up", quiet: true, act: "up" },
  { keys: ["down", "j"], label: "↓ j", does: "down", quiet: true, act: "down" },
  { keys: ["pageup"], label: "PgUp", does: "a page up", quiet: true, act: "pageUp" },
  { keys: ["pagedown"], label: "PgDn", does: "a page down", quiet: true, act: "pageDown" },
  { keys: ["home", "g"], label: "Home g", does: "to the first", quiet: true, act: "first" },
  { keys: ["end", "G"], label: "End G", does: "to the last", quiet: true, act: "last" },
];

/** The keys that move, for whatever a move does. */
export function moveBindings<State>(
  move: (state: State, move: ListMove, context: Context) => Step<State>,
): Binding<Act<State>>[] {
  return MOVES.map((binding) => ({
    ...binding,
    act: (state, context) => move(state, binding.act, context),
  }));
}

/** The keys that move in a list. */
export function listBindings<State>(list: ListIn<State>): Binding<Act<State>>[] {
  return moveBindings((state, move, context) => {
    const total = list.total(state, context);
    return list.at(state, moved(list.place(state), move, total, list.rows(state, context)), context);
  });
}
