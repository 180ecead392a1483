/**
 * `deno task bench:dashboard [--json]`: what the dashboard costs while a host activates. Itself: its share of one core, and its frames,
 * at 2,000 activations a second. The host: by how much its most activations a second fall, measured turn by turn without and with it,
 * and what an activation costs the host's process. Host, clients and dashboard have a process each and share this computer's cores:
 * where there are two of them the most activations fall by what the dashboard takes of these, too. Each figure is the median of the
 * rounds.
 */
import { startDemoHost } from "./demo_host.ts";
import { median } from "./load.ts";
import { type Cost, MeasuredDashboard } from "./measured_dashboard.ts";
import { type Load, MeasuredLoad } from "./measured_load.ts";

const ROUNDS = 9;
const CLIENTS = 100;
const STEADY = { rate: 2000, seconds: 4, clients: CLIENTS };
const MOST = { exchanges: 30_000, clients: CLIENTS };
const OVERVIEW = "1";
const ACTIVITY = "2";

interface Steady extends Cost {
  readonly rate: number;
}

interface Round {
  readonly idle: Cost;
  readonly overview: Steady;
  readonly activity: Steady;
  readonly with: Load;
}

const busy = Deno.loadavg()[0]!;
const host = await startDemoHost();
const rounds: Round[] = [];
/** Before, between and after the rounds. */
const without: Load[] = [];
try {
  await using load = new MeasuredLoad(host);
  await load.ask(MOST); // warms up
  without.push(await load.ask(MOST));
  for (let n = 0; n < ROUNDS; n++) {
    rounds.push(await measure(load));
    without.push(await load.ask(MOST));
  }
} finally {
  await host.stop();
}
print();

async function measure(load: MeasuredLoad): Promise<Round> {
  await using dashboard = await MeasuredDashboard.open(host.folder);
  const idle = await dashboard.during(() => new Promise((resolve) => setTimeout(resolve, 2000)));
  const overview = await steady(dashboard, load);
  await dashboard.press(ACTIVITY);
  const activity = await steady(dashboard, load);
  await dashboard.press(OVERVIEW);
  return { idle, overview, activity, with: await load.ask(MOST) };
}

async function steady(dashboard: MeasuredDashboard, load: MeasuredLoad): Promise<Steady> {
  let rate = 0;
  const cost = await dashboard.during(async () => void ({ rate } = await load.ask(STEADY)));
  return { ...cost, rate };
}

function print(): void {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  const falls = rounds.map((round, n) =>
    1 - round.with.rate / ((without[n]!.rate + without[n + 1]!.rate) / 2)
  );
  const row = {
    "cores": navigator.hardwareConcurrency,
    "load average before": Number(busy.toFixed(1)),
    "activations a second": Math.round(of(({ overview }) => overview.rate)),
    "overview, % of a core": percent(of(({ overview }) => overview.share)),
    "overview, frames a second": Number(of(({ overview }) => overview.framesASecond).toFixed(1)),
    "activity, % of a core": percent(of(({ activity }) => activity.share)),
    "activity, frames a second": Number(of(({ activity }) => activity.framesASecond).toFixed(1)),
    "overview, host idle, % of a core": percent(of(({ idle }) => idle.share)),
    "most activations a second, no dashboard": Math.round(median(without.map(({ rate }) => rate))),
    "with it": Math.round(of((round) => round.with.rate)),
    "falls by %": percent(median(falls)),
    "host, microseconds an activation, no dashboard": Math.round(
      median(without.map((load) => load.microseconds)),
    ),
    "the same with it": Math.round(of((round) => round.with.microseconds)),
  };
  if (Deno.args.includes("--json")) console.log(JSON.stringify(row));
  else console.table(row);
}

function percent(part: number): number {
  return Number((100 * part).toFixed(1));
}
