/**
 * `deno task bench:pages [MACHINES] [--json]`: what somebody waits for who looks at the list of machines: on the dashboard, from a key to
 * the frame that has the rows, and below that pages asked of the host over its management API; the first one and further ones as
 * somebody scrolls, in milliseconds; median and worst of the rounds. The goal is 200 ms. Before each round the host is left alone for
 * so long that it forgets the list.
 */
import { hostPorts } from "../../src/app/folders/folder.ts";
import { openConsole } from "../../src/app/consoles/open_console.ts";
import { startHost } from "../../src/app/serving/start_host.ts";
import { Checkpoint } from "../../src/host/checkpoint.ts";
import type { Input } from "../../src/api/routes.ts";
import { hexId, machineRecord } from "../support/samples/machine_records.ts";
import { median } from "./load.ts";
import { stateOf } from "../support/samples/states.ts";
import { MachinesScreen } from "./machines_screen.ts";
import { KEY_HASH } from "../support/samples/tables.ts";

const ROUNDS = 3;
const LIMIT = 60;
const SCROLLED = 10;
const GOAL_MS = 200;
const FORGOTTEN_MS = 11_000;
const [machines = 500_000] = Deno.args.filter((text) => /^\d+$/.test(text)).map(Number);

const folder = await Deno.makeTempDir({ prefix: "kms-bench-" });
try {
  await withHost(() => Promise.resolve()); // makes the state
  await fill();
  const rows = await withHost(measureAll);
  if (Deno.args.includes("--json")) console.log(JSON.stringify({ machines, goal: GOAL_MS, rows }));
  else {
    console.log(`${machines} machines, ${LIMIT} to a page, milliseconds; the goal is ${GOAL_MS}`);
    console.table(rows);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function withHost<T>(work: () => Promise<T>): Promise<T> {
  const host = await startHost({ folder, address: "127.0.0.1", port: 0, note: () => {} });
  try {
    return await work();
  } finally {
    await host.stop();
  }
}

/** Puts the machines into the state of the host, which is at rest. */
async function fill(): Promise<void> {
  const { disk, stateJson, timer } = hostPorts(folder);
  const checkpoint = new Checkpoint(disk, stateJson, timer);
  const { facts, requests, position } = await checkpoint.load(KEY_HASH);
  await checkpoint.save(stateOf(facts, records(), requests), position, Promise.resolve());
}

/** In the order in which they were last seen, as a host has them; their names are in another. */
function* records() {
  const now = Date.now();
  for (let n = 0; n < machines; n++) {
    const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
    yield machineRecord(n, {
      hardware: hexId(mixed),
      name: `desk-${mixed}`,
      virtual: n % 4 === 0,
      licenceState: n % 6,
      firstSeen: now - 2 * machines,
      lastSeen: now - machines + n,
    });
  }
}

async function measureAll() {
  return [await measureScreen(), ...await measurePages()];
}

async function measureScreen() {
  const opened: number[] = [];
  const scrolled: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await forgotten();
    await using screen = await MachinesScreen.start(folder);
    opened.push(await screen.open());
    for (let page = 0; page < SCROLLED; page++) scrolled.push(await screen.pageDown());
  }
  return { list: "the dashboard's screen", ...figures("open", opened), ...figures("scroll", scrolled) };
}

async function measurePages() {
  await using console = await openConsole(folder, false);
  const wishes: readonly Input<"machines">[] = [{}, { sort: "name" }, { filter: "desk-12" }];
  const rows = [];
  for (const wish of wishes) {
    const opened: number[] = [];
    const scrolled: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await forgotten();
      for (let page = 0; page <= SCROLLED; page++) {
        const began = performance.now();
        await console.call("machines", { ...wish, limit: LIMIT, offset: page * LIMIT });
        (page === 0 ? opened : scrolled).push(performance.now() - began);
      }
    }
    rows.push({ list: JSON.stringify(wish), ...figures("open", opened), ...figures("scroll", scrolled) });
  }
  return rows;
}

function forgotten(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS));
}

function figures(name: string, times: readonly number[]): Record<string, number> {
  return { [name]: Math.round(median(times)), [`${name}, worst`]: Math.round(Math.max(...times)) };
}
