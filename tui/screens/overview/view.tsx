import { Box } from "ink";
import type { HostStatus } from "../../../src/api/types.ts";
import { Feed } from "../../components/feed.tsx";
import type { Gauge } from "../../components/count_gauge.tsx";
import { Gauges } from "../../components/gauges.tsx";
import { Ends, Line, Sentence, Toned } from "../../components/line.tsx";
import { Totals } from "../../components/totals.tsx";
import { describeStanding } from "../../describe.ts";
import type { ScreenProps } from "../screen.ts";
import type { OverviewState } from "./mod.ts";

/** From this height on an empty row sets the parts apart. */
const ROOMY = 16;

/** How the host stands, how far each product is, and what happens. */
export function Overview({ host: { status, feed }, width, height }: ScreenProps<OverviewState>) {
  if (status === null) return null;
  const space = height >= ROOMY ? <Line /> : null;
  return (
    <>
      {space}
      <Listening status={status} />
      {describeStanding(status).map((said, i) => <Sentence key={i} said={said} rows={3} />)}
      {space}
      <Gauges gauges={gaugesOf(status)} width={width} rows={gaugeRows(height)} />
      {space}
      <Totals status={status} />
      {space}
      <Box flexDirection="column" flexGrow={1} flexShrink={1} flexBasis={0} overflow="hidden">
        <Feed entries={feed} products={status.products} width={width} rows={height} />
      </Box>
    </>
  );
}

function Listening({ status: { listening, version } }: { readonly status: HostStatus }) {
  return (
    <Ends
      left={listening === null
        ? <Toned tone="bad">not listening</Toned>
        : <Toned tone="faint">listening on {listening.address} port {listening.port}</Toned>}
      right={<Toned tone="faint">version {version}</Toned>}
    />
  );
}

function gaugesOf({ products, count }: HostStatus): Gauge[] {
  return products.map(({ name, threshold, served }) => ({ name, count, needed: threshold, served }));
}

/** The feed keeps more than half of the screen. */
function gaugeRows(height: number): number {
  return Math.max(2, Math.floor((height - 4) / 2));
}
