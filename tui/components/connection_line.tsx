import type { Connection } from "../model/host_view.ts";
import { Sentence } from "./line.tsx";

const REFUSED =
  "The host refuses the sign-in: the password is wrong or was changed, or the user was removed. q leaves.";

/** Nothing while the stream runs; otherwise that it does not, and when it is tried again. */
export function ConnectionLine({ connection }: { readonly connection: Connection }) {
  switch (connection.kind) {
    case "live":
      return null;
    case "connecting":
      return <Sentence said={{ tone: "waiting", text: "Waiting for the host…" }} rows={1} />;
    case "refused":
      return <Sentence said={{ tone: "warning", text: REFUSED }} rows={2} />;
    case "lost": {
      const { reason, retrySeconds } = connection;
      const next = retrySeconds === null ? "Trying again…" : `Trying again in ${retrySeconds} s.`;
      return <Sentence said={{ tone: "warning", text: `No connection. ${next} (${reason})` }} rows={2} />;
    }
  }
}
