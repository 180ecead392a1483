import { systemTimer } from "../../../src/adapters/system/system.ts";
import { segmentName, segmentsIn } from "../../../src/journal/segments.ts";
import { HostProcess } from "../hosts/host_process.ts";
import type { KilledHost } from "../hosts/killed_host.ts";
import { FolderWatch } from "./folder_watch.ts";

/** A process that opens a folder writes its number there first. */
const TAKEN = /\/lock$/;
/** What it changes next, where the journal is torn: it cuts that off. */
const CUT = /\/journal-\d+\.jsonl$/;
const WAIT_MS = 5000;
/** At most so long after that. */
const LONGEST_MS = 120;
const NEWLINE = 10;

/**
 * Kills a host while it starts; true where that fell between its taking the folder and its first event. `atCut`: as soon as it has cut
 * off what was torn.
 */
export async function killInRecovery(killed: KilledHost, atCut: boolean): Promise<boolean> {
  const starts = killed.audit.starts;
  using watch = new FolderWatch(killed.folder);
  await using child = HostProcess.launch(killed.folder, "host");
  await watch.first("modify", atCut ? CUT : TAKEN, WAIT_MS);
  if (!atCut) await systemTimer.wait(killed.random.upTo(LONGEST_MS));
  await child.kill();
  await killed.audit.journal();
  return killed.audit.starts === starts && await holderOf(killed.folder) === child.pid;
}

async function holderOf(folder: string): Promise<number> {
  return Number(await Deno.readTextFile(`${folder}/lock`));
}

/** Puts part of a line at the end of the journal, as a crash of the computer may: recovery has to cut it off. */
export async function tearJournal(killed: KilledHost): Promise<void> {
  const { folder, random, audit } = killed;
  await audit.journal();
  if (await isTorn(killed)) return;
  const path = await lastSegment(folder);
  const line = `{"n":${audit.events + 1},"b":${audit.events + 1},"id":12290,"time":${Date.now()},"result":0,`;
  await Deno.writeTextFile(path, line.slice(0, 1 + random.upTo(line.length - 2)), { append: true });
}

/** Whether the journal ends within a line. */
export async function isTorn({ folder }: KilledHost): Promise<boolean> {
  return (await Deno.readFile(await lastSegment(folder))).at(-1) !== NEWLINE;
}

async function lastSegment(folder: string): Promise<string> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return `${folder}/${segmentName(segmentsIn(names).at(-1)!)}`;
}
