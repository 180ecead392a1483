/** What the main thread and the host's worker tell each other. */

export interface StartMessage {
  readonly kind: "start";
  readonly folder: string;
  /** The address to listen on. */
  readonly address: string;
  /** A port for this run, instead of the setting; 0 takes a free one. */
  readonly port: number | null;
  /** True until the host has listened once: a folder that is gone later is a fault, and not a new host's. */
  readonly makesFolder: boolean;
}

export interface StopMessage {
  readonly kind: "stop";
}

export type ToWorker = StartMessage | StopMessage;

export type FromWorker =
  | {
    readonly kind: "listening";
    readonly address: string;
    readonly port: number;
    readonly trouble: string | null;
  }
  /** It cannot start, and would not be able to if it was tried again. */
  | {
    readonly kind: "refused";
    readonly message: string;
    readonly remedy: string | null;
    readonly code: number | null;
  }
  /** Something failed that should not: another worker is to be started. */
  | { readonly kind: "failed"; readonly message: string }
  /** Another worker is wanted in its place, once what is under way is done. */
  | { readonly kind: "renew" }
  /** A line for people. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "stopped" };
