/**
 * `deno task bench:dashboard [--json]`: what the dashboard costs while a host activates: its share of one core at 2,000 activations a second
 * and how many frames it draws, and by how much the host's most activations a second fall, measured turn by turn without and with
 * it. Dashboard, host and clients share this computer's cores. Each figure is the median of the rounds.
 */
import { startDemoHost } from "./demo_host.ts";
import { exchangesASecond, median, steadyLoad } from "./load.ts";
import { MeasuredDashboard } from "./measured_dashboard.ts";

const ROUNDS = 5;
const CLIENTS = 100;
const EXCHANGES = 8000;
const STEADY = { rate: 2000, seconds: 5, clients: CLIENTS };

interface Figures {
  /** Activations a second that there were. */
  readonly rate: number;
  readonly idleShare: number;
  readonly share: number;
  readonly frames: number;
  readonly without: number;
  readonly with: number;
}

const host = await startDemoHost();
const figures: Figures[] = [];
try {
  await exchangesASecond(host, EXCHANGES, CLIENTS); // warms up
  for (let round = 0; round < ROUNDS; round++) figures.push(await measure());
} finally {
  await host.stop();
}
print();

async function measure(): Promise<Figures> {
  const without = await exchangesASecond(host, EXCHANGES, CLIENTS);
  await using dashboard = await MeasuredDashboard.open(host.folder);
  const idle = await dashboard.during(() => new Promise((resolve) => setTimeout(resolve, 3000)));
  let rate = 0;
  const steady = await dashboard.during(async () => void (rate = await steadyLoad(host, STEADY)));
  return {
    rate,
    idleShare: idle.share,
    share: steady.share,
    frames: steady.framesASecond,
    without,
    with: await exchangesASecond(host, EXCHANGES, CLIENTS),
  };
}

function print(): void {
  const of = (name: keyof Figures) => median(figures.map((figure) => figure[name]));
  const fall = median(figures.map((figure) => 1 - figure.with / figure.without));
  const row = {
    "activations a second": Math.round(of("rate")),
    "dashboard, % of a core": Number((100 * of("share")).toFixed(1)),
    "the same, host idle": Number((100 * of("idleShare")).toFixed(1)),
    "frames a second": Number(of("frames").toFixed(1)),
    "most activations a second, no dashboard": Math.round(of("without")),
    "with it": Math.round(of("with")),
    "falls by %": Number((100 * fall).toFixed(1)),
  };
  if (Deno.args.includes("--json")) console.log(JSON.stringify(row));
  else console.table(row);
}
