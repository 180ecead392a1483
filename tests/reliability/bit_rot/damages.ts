import type { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";

/** One thing that is wrong with one file. */
export interface Damage {
  readonly file: string;
  /** In words. */
  readonly what: string;
  /** How long the file is, where it was cut or removed. */
  readonly length?: number;
  /** What is there instead; undefined where the file is gone. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** Every byte with one of its bits turned over, and as zero; every length; no file at all. */
export function* everyDamage(disk: SimulatedDisk, random: SeededRandom): Generator<Damage> {
  for (const file of disk.names) {
    const bytes = disk.peek(file)!;
    for (let at = 0; at < bytes.length; at++) {
      yield bitTurned(file, bytes, at, random);
      yield changed(file, bytes, at, 0);
    }
    for (let length = 0; length < bytes.length; length++) yield cut(file, bytes, length);
    yield removed(file);
  }
}

/** Of each file some bytes and lengths, always its first and its last, and no file at all. */
export function* someDamages(disk: SimulatedDisk, random: SeededRandom, each: number): Generator<Damage> {
  for (const file of disk.names) {
    const bytes = disk.peek(file)!;
    const last = bytes.length - 1;
    for (const at of [0, last, ...Array.from({ length: each }, () => random.upTo(last))]) {
      yield bitTurned(file, bytes, at, random);
      if (random.upTo(3) === 0 || at === last) yield changed(file, bytes, at, 0);
    }
    for (const length of [0, last, random.upTo(last), random.upTo(last)]) yield cut(file, bytes, length);
    yield removed(file);
  }
}

function bitTurned(file: string, bytes: Uint8Array<ArrayBuffer>, at: number, random: SeededRandom): Damage {
  return changed(file, bytes, at, bytes[at]! ^ (1 << random.upTo(7)));
}

function changed(file: string, bytes: Uint8Array<ArrayBuffer>, at: number, value: number): Damage {
  return { file, what: `byte ${at} is ${value} instead of ${bytes[at]}`, bytes: bytes.with(at, value) };
}

function cut(file: string, bytes: Uint8Array<ArrayBuffer>, length: number): Damage {
  return { file, what: `cut to ${length} of ${bytes.length} bytes`, length, bytes: bytes.slice(0, length) };
}

function removed(file: string): Damage {
  return { file, what: "removed", length: 0, bytes: undefined };
}
