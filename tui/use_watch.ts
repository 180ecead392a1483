import { useEffect, useState } from "react";
import { changesOf, paced, type Wait, type Watch } from "./stream.ts";
import { fold, INITIAL_VIEW, type ViewState } from "./state.ts";

/** What the stream has told so far. The stream is followed while the component is mounted; a fault in here is thrown at the next drawing. */
export function useWatch(watch: Watch, wait: Wait): ViewState {
  const [view, show] = useState(INITIAL_VIEW);
  useEffect(() => {
    const ending = new AbortController();
    follow(watch, wait, show, ending.signal).catch((error) =>
      show(() => {
        throw error;
      })
    );
    return () => ending.abort();
  }, [watch, wait]);
  return view;
}

async function follow(
  watch: Watch,
  wait: Wait,
  show: (view: ViewState) => void,
  signal: AbortSignal,
): Promise<void> {
  let latest = INITIAL_VIEW;
  const present = paced(() => show(latest), wait, signal);
  for await (const change of changesOf(watch, wait, signal)) {
    latest = fold(latest, change);
    present();
  }
}
