import { SETTING_RULES } from "../../policy/settings.ts";
import { command } from "../command.ts";
import { readWhole } from "../numbers.ts";
import { printResult, UsageError } from "../output.ts";
import { openProgress } from "../printing/progress.ts";
import { simulationLines } from "../printing/simulation_display.ts";

const MOST_CLIENTS = 10_000_000;
const MOST_HOSTS = 100;
const MOST_DAYS = 3650;
/** A fixed one, so that two runs that are compared differ in what was changed alone. */
const SEED = "1";

const { activationInterval, renewalInterval, machineLimit } = SETTING_RULES;

export const simulate = command({
  words: "simulate",
  summary: "Simulate a site: its load, count and lapses over months",
  about: [
    "The clients and hosts follow the program's own rules, on a simulated clock and network; nothing is written or sent. What it tells is for " +
    "planning: how many requests a second hosts will see, how large their journals become, and what an outage does.",
    "An outage is HOST:FROM-TO, in days from the beginning, such as 1:30-32.5 for the first host, or all:30-210 for all of them; several may " +
    "be given.",
  ],
  hereOnly: true,
  options: {
    clients: { type: "string", default: "1000", describe: "computers" },
    hosts: { type: "string", default: "1", describe: "KMS hosts, between which clients choose at random" },
    days: { type: "string", default: "180", describe: "how long" },
    outage: { type: "string", array: true, describe: "HOST:FROM-TO: when a host does not answer" },
    arrival: { type: "string", default: "10080", describe: "minutes over which computers are set up" },
    office: {
      type: "string",
      describe: "computers run Monday to Friday from 8 to 17 o'clock, switched on within so many minutes",
    },
    kind: {
      type: "string",
      choices: ["client", "server"] as const,
      default: "client",
      describe: "of product",
    },
    "activation-interval": {
      type: "string",
      describe: `minutes, ${activationInterval.initial} unless given`,
    },
    "renewal-interval": { type: "string", describe: `minutes, ${renewalInterval.initial} unless given` },
    "machine-limit": { type: "string", describe: `of each host, ${machineLimit.initial} unless given` },
    seed: { type: "string", default: SEED, describe: "another one, another run" },
  },
  async run({ json, clients, hosts, days, outage = [], arrival, office, kind, seed, ...limits }) {
    const numberOfHosts = readWhole("--hosts", hosts, 1, MOST_HOSTS);
    const plan = {
      clients: readWhole("--clients", clients, 1, MOST_CLIENTS),
      hosts: numberOfHosts,
      days: readWhole("--days", days, 1, MOST_DAYS),
      outages: outage.map((text) => readOutage(text, numberOfHosts)),
      arrivalMinutes: readWhole("--arrival", arrival, 0, MOST_DAYS * 1440),
      ...(office === undefined ? {} : { officeStartMinutes: readWhole("--office", office, 0, 480) }),
      kind,
      settings: {
        activationInterval: readSetting(
          "--activation-interval",
          limits.activationInterval,
          activationInterval,
        ),
        renewalInterval: readSetting("--renewal-interval", limits.renewalInterval, renewalInterval),
        machineLimit: readSetting("--machine-limit", limits.machineLimit, machineLimit),
      },
      seed: readWhole("--seed", seed, 0, 999_999_999),
    };
    const { Simulation } = await import("../../simulation/simulation.ts");
    using progress = openProgress("Simulating");
    const report = new Simulation(plan).run((done) =>
      progress.show(done, plan.days, `day ${Math.floor(done)}`)
    );
    printResult(json, report, simulationLines(report));
  },
});

interface Range {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

function readSetting(option: string, text: string | undefined, { initial, min, max }: Range): number {
  return text === undefined ? initial : readWhole(option, text, min, max);
}

const OUTAGE = /^(all|\d{1,3}):(\d{1,4}(?:\.\d{1,3})?)-(\d{1,4}(?:\.\d{1,3})?)$/;

/** Throws UsageError. */
function readOutage(text: string, hosts: number) {
  const [, host, first, last] = OUTAGE.exec(text) ?? [];
  const [number, from, to] = [Number(host), Number(first), Number(last)];
  if (host === undefined || !(from < to)) {
    throw new UsageError(
      `--outage takes HOST:FROM-TO in days, such as 1:30-32.5 or all:30-210, got ${JSON.stringify(text)}`,
    );
  }
  if (host === "all") return { from, to };
  if (number >= 1 && number <= hosts) return { host: number, from, to };
  throw new UsageError(`--outage names host ${number}, and there are hosts 1 to ${hosts}`);
}
