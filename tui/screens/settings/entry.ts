import type { Said } from "../../describe.ts";
import type { CallEffect } from "../../model/effects.ts";

/** What a change of a setting could do to those who use the host. */
export interface Risk {
  readonly question: string;
  readonly consequences: readonly string[];
  /** What Yes does: `change the port`. */
  readonly verb: string;
}

export interface Change {
  readonly effect: CallEffect;
  /** Null where nobody is harmed: it is made without a question. */
  readonly risk: Risk | null;
}

/** What a text says for a setting. */
export type Reading =
  | { readonly kind: "same" }
  | { readonly kind: "change"; readonly change: Change }
  /** It is no value of this setting, or not yet. */
  | { readonly kind: "faulty"; readonly fault: string };

export type Edit =
  | { readonly kind: "switch"; readonly change: Change }
  | {
    readonly kind: "text";
    /** What editing begins with. */
    readonly text: string;
    readonly read: (text: string) => Reading;
  }
  /** It is set elsewhere. */
  | { readonly kind: "fixed"; readonly remedy: string };

/** One row of the settings. Texts are clean. */
export interface Entry {
  /** Names it across all times. */
  readonly key: string;
  readonly group: string;
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly about: string;
  readonly value: string;
  /** What it may be, and what it is at first; empty where there is nothing to say. */
  readonly range: string;
  /** Why it is not in force, or what fails. */
  readonly notes: readonly Said[];
  readonly edit: Edit;
  /** What d does; null where it does nothing. */
  readonly reset: { readonly does: string; readonly change: Change } | null;
}
