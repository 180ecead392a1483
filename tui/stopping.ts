/** How the process is stopped for a while (Ctrl-Z), when the terminal is the shell's. */
export interface Stopping {
  /** Stops the process; resolves when it goes on. */
  stop(): Promise<void>;
  /** Calls `ask` when somebody wants that otherwise than by a key, until the function that it gives back is called. */
  whenAsked(ask: () => void): () => void;
}
