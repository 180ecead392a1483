import type { Random } from "../ports.ts";

interface Weighted {
  readonly priority: number;
  readonly weight: number;
}

/** Puts records into the order in which they are to be tried (RFC 2782): by priority, and within one by chance, as their weights have it. */
export function orderByWeight<T extends Weighted>(records: readonly T[], random: Random): T[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) =>
    drawAll(records.filter((record) => record.priority === priority), random)
  );
}

/**
 * RFC 2782: those of weight 0 stand first, so that they have a small chance beside others. They are shuffled before, for where all
 * weights are 0 the first would always be the first.
 */
function drawAll<T extends Weighted>(records: readonly T[], random: Random): T[] {
  const left = shuffled(records, random).sort((a, b) => Number(a.weight > 0) - Number(b.weight > 0));
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(drawOne(left, random), 1));
  return drawn;
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(drawUpTo(left.length - 1, random), 1));
}

/** The index of the first record at which the running sum of weights reaches a number drawn from 0 to the whole sum. */
function drawOne(records: readonly Weighted[], random: Random): number {
  const whole = records.reduce((sum, { weight }) => sum + weight, 0);
  let rest = drawUpTo(whole, random);
  return records.findIndex(({ weight }) => (rest -= weight) <= 0);
}

/** A whole number from 0 to `most` (below 2^32), both included, each as likely as the other. */
function drawUpTo(most: number, random: Random): number {
  const span = most + 1;
  const fair = 0x1_0000_0000 - 0x1_0000_0000 % span;
  while (true) {
    const drawn = new DataView(random.bytes(4).buffer).getUint32(0);
    if (drawn < fair) return drawn % span;
  }
}
