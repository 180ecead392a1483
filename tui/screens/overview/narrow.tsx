import type { ReactNode } from "react";
import type { HostStatus } from "../../../src/api/types.ts";
import { Feed } from "../../components/feed.tsx";
import { Gauges } from "../../components/gauges.tsx";
import { Line, Toned } from "../../components/line.tsx";
import { describeStanding } from "../../describe.ts";
import { fit, widthOf } from "../../text.ts";
import { divided, sentenceRows } from "./layout.ts";
import { Spark } from "./minutes.tsx";
import { gaugesOf, type OverviewProps, Space, Top } from "./parts.tsx";
import { feedOf, type OverviewState } from "./state.ts";
import { answersOf, hourText, serviceFacts, sharesText, statesOf } from "./words.ts";

/** All in one column; what matters less is left out where there is no room. */
export function Narrow({ state, status, host, width, height }: OverviewProps) {
  const standing = sentenceRows(describeStanding(status), width, 3);
  const facts = factsOf(state, status, width);
  const room = divided({ width, height }, {
    standing: standing.length,
    alerts: status.alerts.length,
    gauges: Math.max(1, status.products.length),
    facts: facts.length,
  });
  return (
    <>
      <Space when={room.roomy} />
      <Top state={state} status={status} host={host} rows={standing} alerts={room.alerts} />
      <Space when={room.roomy} />
      <Gauges gauges={gaugesOf(status)} width={width} rows={room.gauges} />
      <Space when={room.roomy && room.facts > 0} />
      {facts.slice(0, room.facts)}
      <Space when={room.roomy} />
      <Feed
        entries={feedOf(state, host.feed, room.feed)}
        products={status.products}
        width={width}
        rows={room.feed}
        heading={room.roomy}
      />
    </>
  );
}

const LABEL = 10;

/** The most important first. */
function factsOf({ activity }: OverviewState, status: HostStatus, width: number): ReactNode[] {
  const hour = activity === null ? "" : hourText(activity);
  return [
    <Row key="hour" label="Requests">
      {activity === null
        ? "…"
        : [<Spark key="spark" activity={activity} width={width - LABEL - widthOf(hour) - 2} />, `  ${hour}`]}
    </Row>,
    <Row key="answers" label="Answers">{sharesText(answersOf(status))}</Row>,
    ...serviceFacts(status, activity).map(({ label, text, tone = "plain" }) => (
      <Row key={label} label={label}>
        <Toned tone={tone}>{text}</Toned>
      </Row>
    )),
    <Row key="states" label="Asked by">{sharesText(statesOf(status))}</Row>,
  ];
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Line>
      <Toned tone="faint">{fit(label, LABEL)}</Toned>
      {children}
    </Line>
  );
}
