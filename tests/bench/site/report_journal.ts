import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import { Checkpoint } from "../../../src/host/checkpoint.ts";
import { JOURNAL_START } from "../../../src/journal/reader.ts";
import { JournalWriter } from "../../../src/journal/writer.ts";
import { apply } from "../../../src/policy/state.ts";
import type { RequestProcessed } from "../../../src/policy/events.ts";
import { sampleLicence, sampleProduct, serverProduct } from "../../support/samples/sample_licence.ts";
import { machineEvent } from "../../support/samples/machine_events.ts";
import { portsOver } from "../../support/roles/test_host.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { stateOf } from "../../support/samples/states.ts";

const DAYS = 200;
const BATCH = 1000;
const PRODUCTS = [sampleProduct().id, serverProduct.id];

/** Writes a state folder as a host leaves it, with so many events of so many machines, over 200 days until now. */
export async function writeHost(folder: string, events: number, machines: number): Promise<void> {
  const disk = new DenoDisk(folder);
  const ports = portsOver(disk, new FakeTime(Date.now()));
  await ports.licenceFile.write(sampleLicence());
  const journal = await JournalWriter.open(disk, {
    position: JOURNAL_START,
    bytes: 0,
    segmentBytes: 16 * 1024 * 1024,
  });
  const state = stateOf();
  const begin = Date.now() - DAYS * 86_400_000;
  const eventOf = (i: number): RequestProcessed => ({
    ...machineEvent(i % machines),
    time: begin + Math.floor(i / events * DAYS * 86_400_000),
    name: `desk-${i % machines}.example.com`,
    productId: PRODUCTS[i % machines % PRODUCTS.length]!,
    virtual: i % 4 === 0,
    renewal: i >= machines,
    minutesLeft: 200_000,
    sequence: i + 1,
  });
  for (let at = 0; at < events; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - at) }, (_, i) => eventOf(at + i));
    for (const event of batch) apply(state, event);
    await journal.append(batch);
  }
  await new Checkpoint(disk, ports.stateJson, ports.timer).save(state, journal.position, Promise.resolve());
  await journal.close();
}

/** What a program took. */
export interface Taken {
  readonly seconds: number;
  /** At most, as the system measures it (VmHWM, in /proc: Linux alone). */
  readonly megabytes: number;
}

/** Runs a program to its end. Rejects where it fails. */
export async function taken(program: string, args: readonly string[]): Promise<Taken> {
  const began = performance.now();
  const child = new Deno.Command(program, { args: [...args], stdout: "null" }).spawn();
  let kilobytes = 0;
  const watch = setInterval(() => kilobytes = Math.max(kilobytes, peak(child.pid)), 50);
  const { success } = await child.status.finally(() => clearInterval(watch));
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
  return { seconds: (performance.now() - began) / 1000, megabytes: kilobytes * 1024 / 1e6 };
}

/** Kilobytes; 0 where the process has ended. */
function peak(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
