import type { Storage } from "../../ports.ts";
import { diskSpaceOf } from "./disk_space.ts";

/** The disk that `folder` lies on. `file`: the name of a plain file in it by which it is seen whether it takes anything in. */
export function storageOf(folder: string, file: string): Storage {
  return { ...diskSpaceOf(folder), refusal: () => refusalOf(`${folder}/${file}`) };
}

/** What the system says where the file is opened for writing, which changes nothing yet; undefined where there is no such file. */
async function refusalOf(path: string): Promise<string | undefined> {
  const info = await Deno.lstat(path).catch(() => undefined);
  if (!info?.isFile) return undefined;
  try {
    (await Deno.open(path, { write: true })).close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
