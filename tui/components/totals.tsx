import type { HostStatus } from "../../src/api/types.ts";
import { countText } from "../format.ts";
import { Line, Toned } from "./line.tsx";

/** What the host has answered since it was set up, and the machines that it keeps records of. */
export function Totals({ status: { requests, known } }: { readonly status: HostStatus }) {
  return (
    <Line>
      Requests {countText(requests.total)} · failed{" "}
      <Toned tone={requests.failed === 0 ? "plain" : "warning"}>{countText(requests.failed)}</Toned>{" "}
      · machines known {countText(known)}
    </Line>
  );
}
