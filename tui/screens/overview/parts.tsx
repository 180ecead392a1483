import type { HostStatus } from "../../../src/api/types.ts";
import type { Gauge } from "../../components/count_gauge.tsx";
import { Ends, Line, Toned } from "../../components/line.tsx";
import { timeOfDay } from "../../format.ts";
import { MARKS } from "../../theme.ts";
import type { Context } from "../screen.ts";
import { Alerts } from "./alerts.tsx";
import type { SentenceRow } from "./layout.ts";
import { type OverviewState, selectedAlert } from "./state.ts";

export interface OverviewProps extends Context {
  readonly state: OverviewState;
  readonly status: HostStatus;
}

export function gaugesOf({ products, count }: HostStatus): Gauge[] {
  return products.map(({ name, threshold, served }) => ({ name, count, needed: threshold, served }));
}

export interface TopProps extends Pick<OverviewProps, "state" | "status" | "host"> {
  readonly rows: readonly SentenceRow[];
  /** Rows for alerts. */
  readonly alerts: number;
}

/** How the host stands, and what is wrong; or how it stood when it was last heard of. */
export function Top({ state, status: { alerts, time }, host, rows, alerts: alertRoom }: TopProps) {
  const isOld = host.connection.kind !== "live";
  const isWell = alerts.length === 0 && rows.every(({ tone }) => tone === "good");
  const remark = isOld ? `as of ${timeOfDay(time)} UTC` : isWell ? "no alerts" : "";
  return (
    <>
      {rows.map(({ tone, text, first }, i) => (
        <Ends
          key={i}
          left={<Toned tone={isOld ? "faint" : tone}>{`${first ? MARKS[tone] : " "} ${text}`}</Toned>}
          right={i === 0 ? <Toned tone={isOld ? "warning" : "faint"}>{remark}</Toned> : ""}
        />
      ))}
      <Alerts alerts={alerts} selected={selectedAlert(state, alerts)} rows={alertRoom} now={time} />
    </>
  );
}

/** An empty row, where there is room for it. */
export function Space({ when = true }: { readonly when?: boolean }) {
  return when ? <Line /> : null;
}
