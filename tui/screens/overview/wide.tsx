import { Box } from "ink";
import { Facts } from "../../components/facts.tsx";
import { Feed } from "../../components/feed.tsx";
import { Gauges } from "../../components/gauges.tsx";
import { Line, Toned } from "../../components/line.tsx";
import { Section } from "../../components/section.tsx";
import { describeStanding } from "../../describe.ts";
import { countText } from "../../format.ts";
import { factLines } from "../../model/facts.ts";
import { fit, fitRight, widthOf } from "../../text.ts";
import { sentenceRows, widelyDivided } from "./layout.ts";
import { Chart } from "./minutes.tsx";
import { gaugesOf, type OverviewProps, Space, Top } from "./parts.tsx";
import { feedOf } from "./state.ts";
import { answersOf, longHourText, serviceFacts, type Share, statesOf } from "./words.ts";

const BETWEEN = 4;
const MOST_GAUGES = 8;
/** Of answers, and of licence states. */
const MOST_SHARES = 5;

/** Two columns of panels above the feed. */
export function Wide({ state, status, host, width, height }: OverviewProps) {
  const left = Math.floor((width - BETWEEN) * 0.55);
  const right = width - BETWEEN - left;
  const standing = sentenceRows(describeStanding(status), width, 3);
  const gauges = gaugesOf(status);
  const answers = answersOf(status).slice(0, MOST_SHARES);
  const states = statesOf(status).slice(0, MOST_SHARES);
  const facts = factLines(serviceFacts(status, state.activity), right);
  const room = widelyDivided(
    { width, height },
    { standing: standing.length, alerts: status.alerts.length, gauges: Math.max(1, gauges.length) },
    facts.length + Math.max(1, answers.length) + Math.max(1, states.length) + 5,
  );
  return (
    <>
      <Space />
      <Top state={state} status={status} host={host} rows={standing} alerts={room.alerts} />
      <Space />
      <Box height={room.panels} flexShrink={0} columnGap={BETWEEN} overflow="hidden">
        <Box width={left} flexDirection="column" flexShrink={0} overflow="hidden">
          <Section title="Products" width={left} />
          <Gauges gauges={gauges} width={left} rows={MOST_GAUGES} />
          <Space />
          <Requests activity={state.activity} width={left} rows={room.chart} />
        </Box>
        <Box width={right} flexDirection="column" flexShrink={0} overflow="hidden">
          <Section title="Service" width={right} />
          <Facts lines={facts} top={0} rows={facts.length} />
          <Space />
          <Shares title="Answers" shares={answers} width={right} />
          <Space />
          <Shares title="Asked by computers that were" shares={states} width={right} />
        </Box>
      </Box>
      <Space />
      <Section title="Latest" width={width} />
      <Feed
        entries={feedOf(state, host.feed, room.feed)}
        products={status.products}
        width={width}
        rows={room.feed}
        heading
      />
    </>
  );
}

interface RequestsProps {
  readonly activity: OverviewProps["state"]["activity"];
  readonly width: number;
  readonly rows: number;
}

function Requests({ activity, width, rows }: RequestsProps) {
  if (activity === null) return <Section title="Requests per minute" width={width} />;
  return (
    <>
      <Section title={`Requests ${longHourText(activity)}`} width={width} />
      <Chart activity={activity} width={width} rows={rows} />
    </>
  );
}

interface SharesProps {
  readonly title: string;
  readonly shares: readonly Share[];
  readonly width: number;
}

/** Numbers with a bar each, against the largest of them. */
function Shares({ title, shares, width }: SharesProps) {
  const name = Math.max(0, ...shares.map(({ name }) => widthOf(name)));
  const number = Math.max(0, ...shares.map(({ count }) => countText(count).length));
  const bar = Math.max(0, Math.min(40, width - name - number - 3));
  const most = Math.max(1, ...shares.map(({ count }) => count));
  return (
    <>
      <Section title={title} width={width} />
      {shares.length === 0 && (
        <Line>
          <Toned tone="faint">none yet</Toned>
        </Line>
      )}
      {shares.map((share, i) => (
        <Line key={i}>
          {fit(share.name, name)} {fitRight(countText(share.count), number)}{" "}
          <Toned tone="waiting">{"▆".repeat(Math.max(1, Math.round((share.count / most) * bar)))}</Toned>
        </Line>
      ))}
    </>
  );
}
