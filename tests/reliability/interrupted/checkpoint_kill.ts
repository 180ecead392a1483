import { systemTimer } from "../../../src/adapters/system/system.ts";
import { type CheckpointFiles, checkpointFiles } from "./checkpoint_files.ts";
import { FolderWatch } from "./folder_watch.ts";
import { askForCheckpoint, type KilledHost } from "../hosts/killed_host.ts";

/**
 * The parts of a checkpoint, of which the first comes second: the new file of the machines is written, then state.json anew beside the
 * old one, then the old file of the machines goes.
 */
export const PARTS = ["document", "machines", "removal"] as const;
export type Part = typeof PARTS[number];

/** How each part shows itself, and for how long at most a kill is held back after that, where there are so many computers. */
const SIGNS = {
  machines: { kind: "create", name: /\/machines-\d+\.jsonl$/, longestMs: 30 },
  document: { kind: "create", name: /\/state\.json\.new$/, longestMs: 2 },
  removal: { kind: "remove", name: /\/state\.json\.new$/, longestMs: 1 },
} as const;
const MANY = 5000;
const WAIT_MS = 3000;

/** Kills a host under load, as near as can be to a part of its checkpoint; gives the part that it fell into, if it did. */
export async function killInCheckpoint(killed: KilledHost, aim: Part): Promise<Part | undefined> {
  await using host = await killed.start("host");
  const before = await checkpointFiles(killed.folder);
  const { kind, name, longestMs } = SIGNS[aim];
  using watch = new FolderWatch(killed.folder);
  const kill = async () => {
    await watch.first(kind, name, WAIT_MS);
    const held = killed.random.upTo(Math.round(longestMs * killed.computers / MANY));
    if (held > 0) await systemTimer.wait(held); // even a timer of 0 would come too late
    await host.kill();
  };
  await Promise.all([killed.load(host), askForCheckpoint(host, killed.random), kill()]);
  return partOf(before, await checkpointFiles(killed.folder));
}

/** What the files say of the checkpoint that was under way. */
function partOf(before: CheckpointFiles, after: CheckpointFiles): Part | undefined {
  if (after.newest === before.newest) return undefined;
  if (after.named === after.newest) return after.machines > 1 ? "removal" : undefined;
  return after.unfinished === undefined || after.unfinished === before.unfinished ? "machines" : "document";
}
