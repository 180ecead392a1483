/**
 * `deno task bench:reports [EVENTS] [MACHINES] [--json]`: how long all reports take over a journal of so many events, and how much
 * memory. The reports are made in a process of their own, so that its memory is theirs alone; the clock is this computer's.
 */
import { DenoDisk } from "../../src/adapters/disk/deno_disk.ts";
import { Checkpoint } from "../../src/host/checkpoint.ts";
import { JOURNAL_START } from "../../src/journal/reader.ts";
import { JournalWriter } from "../../src/journal/writer.ts";
import { apply, createState } from "../../src/policy/state.ts";
import type { RequestProcessed } from "../../src/policy/events.ts";
import { sampleLicence, sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { portsOver } from "../support/roles/test_host.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";

const DAYS = 200;
const BATCH = 1000;
const [events = 1_000_000, machines = 5000] = Deno.args.filter((text) => /^\d+$/.test(text)).map(Number);
const PRODUCTS = [sampleProduct().id, serverProduct.id];

const folder = await Deno.makeTempDir({ prefix: "kms-bench-" });
try {
  await writeHost();
  const figures = [await measure(), await measure(), await measure()];
  const { seconds, megabytes } = figures.toSorted((a, b) => a.seconds - b.seconds)[1]!;
  const row = { what: "all reports, as pages", events, machines, seconds, megabytes };
  if (Deno.args.includes("--json")) console.log(JSON.stringify(row));
  else console.table([row]);
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** A state folder as a host leaves it. */
async function writeHost(): Promise<void> {
  const disk = new DenoDisk(folder);
  const ports = portsOver(disk, new FakeTime(Date.now()));
  await ports.licenceFile.write(sampleLicence());
  const journal = await JournalWriter.open(disk, {
    position: JOURNAL_START,
    bytes: 0,
    segmentBytes: 16 * 1024 * 1024,
  });
  const state = createState();
  const begin = Date.now() - DAYS * 86_400_000;
  for (let at = 0; at < events; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - at) }, (_, i) => eventOf(at + i, begin));
    for (const event of batch) apply(state, event);
    await journal.append(batch);
  }
  await new Checkpoint(disk, ports.stateJson, ports.timer).save(state, journal.position, Promise.resolve());
  await journal.close();
}

function eventOf(i: number, begin: number): RequestProcessed {
  return {
    ...machineEvent(i % machines),
    time: begin + Math.floor(i / events * DAYS * 86_400_000),
    name: `desk-${i % machines}.example.com`,
    productId: PRODUCTS[i % machines % PRODUCTS.length]!,
    virtual: i % 4 === 0,
    renewal: i >= machines,
    minutesLeft: 200_000,
    sequence: i + 1,
  };
}

/** Of one run of `kms report all --html`, as the system measures it (VmHWM, in /proc: Linux alone). */
async function measure(): Promise<{ seconds: number; megabytes: number }> {
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const began = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", main, "--state", folder, "report", "all", "--html", `${folder}/pages`],
    stdout: "null",
  }).spawn();
  let kilobytes = 0;
  const watch = setInterval(() => {
    const status = Deno.readTextFileSync(`/proc/${child.pid}/status`);
    kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 50);
  const { success } = await child.status.finally(() => clearInterval(watch));
  if (!success) throw new Error("the reports could not be made");
  return {
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    megabytes: Math.round(kilobytes / 1024),
  };
}
