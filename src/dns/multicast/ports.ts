import type { Clock, Multicast, Random, Timer } from "../../ports.ts";

export interface MulticastPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly multicast: Multicast;
}

/** The port of multicast DNS; who sends from another takes part no further than for one question (RFC 6762, 6.7). */
export const MULTICAST_DNS_PORT = 5353;

/** A wait of chance, so that not all computers speak at once. Milliseconds from `least` to below `most`. */
export function chanceWait({ random }: MulticastPorts, least: number, most: number): number {
  const [high, low] = random.bytes(2);
  return least + Math.floor((high! << 8 | low!) / 0x10000 * (most - least));
}
