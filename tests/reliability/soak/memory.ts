import { systemTimer } from "../../../src/adapters/system/system.ts";
import type { HostProcess } from "../hosts/host_process.ts";

const PAGE_BYTES = 4096;
/** Looks at most, the first time and after that. */
const FIRST_LOOKS = 10;
const LOOKS = 100;
const LOOK_MS = 20;

/** What a host takes while nobody asks it, its garbage collected. */
export interface Taken {
  /** Resident memory, as the system counts it, bytes. */
  readonly resident: number;
  /** What its program still holds of it, bytes. */
  readonly held: number;
  readonly descriptors: number;
}

/** To be called when no connection is open. `before`: an earlier look at the same process. */
export async function takenBy(host: HostProcess, before: Taken | undefined): Promise<Taken> {
  const descriptors = before === undefined
    ? await fewestDescriptors(host.pid, FIRST_LOOKS, 0)
    : await fewestDescriptors(host.pid, LOOKS, before.descriptors);
  const { heapUsed, external } = await host.collected();
  const [, pages] = (await Deno.readTextFile(`/proc/${host.pid}/statm`)).split(" ");
  return { resident: Number(pages) * PAGE_BYTES, held: heapUsed + external, descriptors };
}

/** The fewest of some looks, for a connection may just be closing: up to the first that finds no more than `expected`. */
async function fewestDescriptors(pid: number, looks: number, expected: number): Promise<number> {
  let fewest = Infinity;
  for (let look = 0; look < looks && fewest > expected; look++) {
    if (look > 0) await systemTimer.wait(LOOK_MS);
    fewest = Math.min(fewest, (await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`))).length);
  }
  return fewest;
}

/** A line through points: how steep it is, and the double of its standard error. */
export interface Slope {
  readonly slope: number;
  readonly uncertainty: number;
}

/** By least squares; at least three points. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const squares = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / squares;
  const rest = points.reduce((sum, point) => sum + (point.y - y - slope * (point.x - x)) ** 2, 0);
  return { slope, uncertainty: 2 * Math.sqrt(rest / (points.length - 2) / squares) };
}
