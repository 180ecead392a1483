import { useApp, useInput, usePaste, useWindowSize } from "ink";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Frame } from "./frame.tsx";
import { pressesOf } from "./keys/press.ts";
import { type Host, Store } from "./runtime/store.ts";
import type { Elapsed, Wait } from "./runtime/stream.ts";
import type { Stopping } from "./stopping.ts";
import { type Theme, ThemeContext } from "./theme.ts";

export interface DashboardProps {
  /** Clean. */
  readonly title: string;
  readonly host: Host;
  readonly wait: Wait;
  readonly elapsed?: Elapsed;
  readonly theme: Theme;
  readonly onQuit: () => void;
  readonly stopping?: Stopping | undefined;
}

/** The host, the keys and the size of the terminal, joined to what is drawn. */
export function Dashboard({ title, theme, stopping, ...ports }: DashboardProps) {
  const size = useWindowSize();
  const [store] = useState(() => new Store(ports, size));
  const model = useSyncExternalStore(store.subscribe, () => store.model);
  useRunning(store);
  const stop = useStopping(stopping);
  useEffect(() => store.dispatch({ kind: "resized", size }), [store, size.columns, size.rows]);
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) {
      if (press.name === "ctrl+z") stop();
      else store.dispatch({ kind: "pressed", press });
    }
  });
  usePaste((text) => store.dispatch({ kind: "pasted", text }));
  return (
    <ThemeContext value={theme}>
      <Frame title={title} model={model} />
    </ThemeContext>
  );
}

/** A function that gives the terminal back for as long as the process is stopped; nobody stops it twice. */
function useStopping(stopping: Stopping | undefined): () => void {
  const { suspendTerminal } = useApp();
  const isStopped = useRef(false);
  const stop = useCallback(async () => {
    if (stopping === undefined || isStopped.current) return;
    isStopped.current = true;
    await suspendTerminal(() => stopping.stop());
    isStopped.current = false;
  }, [stopping, suspendTerminal]);
  useEffect(() => stopping?.whenAsked(stop), [stopping, stop]);
  return stop;
}

/** The store runs while the component is mounted; a fault in it is thrown at the next drawing. */
function useRunning(store: Store): void {
  const [, show] = useState(null);
  useEffect(() => {
    store.run().catch((error) =>
      show(() => {
        throw error;
      })
    );
    return () => store.stop();
  }, [store]);
}
