import type { ComponentType } from "react";
import type { Said } from "../describe.ts";
import type { Binding } from "../keys/binding.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Answered, Effect, Failed } from "../model/effects.ts";
import type { HostView } from "../model/host_view.ts";
import type { TextField } from "../model/text_field.ts";

/** What a screen sees beside its own state. */
export interface Context {
  readonly host: HostView;
  /** Columns and rows that the screen has. */
  readonly width: number;
  readonly height: number;
}

/** What a screen makes of something that happens. */
export interface Step<State> {
  readonly state: State;
  /** Calls of the management API; each comes back as an Outcome to the same screen. */
  readonly effects?: readonly Effect[];
  /** A question that is to be answered with Yes before its effects are called for. */
  readonly confirmation?: Confirmation;
  /** A line at the bottom, until the next key. */
  readonly notice?: Said;
}

/** What happens to a screen, its own keys apart. */
export type Happening =
  /** It has come to the front. */
  | { readonly kind: "shown" }
  /** It is in front, and the stream has told something: at least once a second while the host answers. */
  | { readonly kind: "told" }
  /** It is in front, and its room is another. */
  | { readonly kind: "resized" }
  | Answered
  | Failed;

export type Act<State> = (state: State, context: Context) => Step<State>;

export interface ScreenProps<State> extends Context {
  readonly state: State;
}

/** One screen: its state, what changes that, and how it is drawn. All but `View` is pure. */
export interface Screen<State> {
  readonly title: string;
  readonly initial: State;
  /** All its keys, for the help. */
  readonly keys: readonly Binding<Act<State>>[];
  /** Those that do something now, in the order of the footer. While there is a field to type into, no key that types is among them. */
  bindings(state: State, context: Context): readonly Binding<Act<State>>[];
  /** What is being typed into, if anything is: the keys that type and edit then go there. */
  field?(state: State): TextField | undefined;
  typed?(state: State, field: TextField, context: Context): Step<State>;
  /**
   * What is pasted, where the screen takes it otherwise than as a line of text into its field; undefined where it does not. What this does
   * not take and no field does is left out, with `pasteHint` for a remedy.
   */
  pasted?(state: State, text: string, context: Context): Step<State> | undefined;
  readonly pasteHint?: string;
  happened(state: State, happening: Happening, context: Context): Step<State>;
  readonly View: ComponentType<ScreenProps<State>>;
}
