import * as v from "valibot";
import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { documentFolder } from "../../adapters/disk/documents.ts";
import { isHeld, RUN_LOCK_NAME } from "../../adapters/disk/state_folder.ts";

const markSchema = v.object({
  /** Milliseconds since 1970; null while there is nothing to try. */
  nextTry: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

/** Leaves word of when the client of a folder is tried next. Rejects with OperationError. */
export async function leaveMark(folder: string, nextTry: number | null): Promise<void> {
  await markOf(folder).write({ nextTry });
}

/** When `kms client run` tries next, milliseconds since 1970; null where none runs on the folder, or has not said yet. */
export async function nextTryOn(folder: string): Promise<number | null> {
  if (!isHeld(folder, RUN_LOCK_NAME)) return null;
  const mark = v.safeParse(markSchema, await markOf(folder).read().catch(() => null));
  return mark.success ? mark.output.nextTry : null;
}

function markOf(folder: string) {
  return documentFolder(new DenoDisk(folder)).json("client-run.json");
}
