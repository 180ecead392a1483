import { cpus, totalmem } from "node:os";
import { outputOf } from "../../support/programs/programs.ts";
import type { Programs } from "./programs.ts";

/** What the figures were measured on, printed beside them. */
export interface Surroundings {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMB: number;
  readonly system: string;
  readonly deno: string;
  readonly built: string;
  /** Signatures a second by each library, in this run. */
  readonly signing: Readonly<Record<string, number>>;
  /** The one that the reference signs with. */
  readonly fastest: string;
  /** What `openssl speed ed25519` says: signatures a second. */
  readonly opensslSpeed: number | null;
  /** Appends with fdatasync a second, one after another. */
  readonly syncsASecond: number;
}

export async function lookAround(programs: Programs, folder: string): Promise<Surroundings> {
  const signing: Record<string, number> = JSON.parse(await said(programs.signingSpeed));
  const [[fastest]] = Object.entries(signing).sort(([, a], [, b]) => b - a) as [[string, number]];
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: navigator.hardwareConcurrency,
    memoryMB: Math.round(totalmem() / 1e6),
    system: (await said("uname", "-sr")).trim(),
    deno: Deno.version.deno,
    built: programs.built,
    signing,
    fastest,
    opensslSpeed: await opensslSpeed(),
    syncsASecond: Number(await said(programs.syncRate, `${folder}/sync_rate`)),
  };
}

/** Null where there is no openssl. */
async function opensslSpeed(): Promise<number | null> {
  try {
    const text = await said("openssl", "speed", "-seconds", "1", "ed25519");
    const match = /EdDSA \(Ed25519\)\s+\S+\s+\S+\s+([\d.]+)/.exec(text);
    return match === null ? null : Number(match[1]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function said(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await outputOf(program, ...args);
  if (!success) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}

/** As lines for people. */
export function surroundingsText(around: Surroundings): string {
  const { processor, cores, memoryMB, system, deno, built, signing, fastest, opensslSpeed, syncsASecond } =
    around;
  const libraries = Object.entries(signing).map(([name, rate]) => `${name} ${Math.round(rate)}`).join(", ");
  return [
    `measured: ${built}, Deno ${deno}`,
    `on: ${processor}, ${cores} cores, ${memoryMB} MB, ${system}; clients, reference and host share the cores`,
    `Ed25519 signatures a second: ${libraries} (the reference takes ${fastest}); openssl speed ${
      opensslSpeed ?? "not there"
    }`,
    `appends with fdatasync a second: ${Math.round(syncsASecond)}`,
  ].join("\n");
}
