import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import type { Storage } from "../ports.ts";

/** The file system that `folder` lies on. */
export function storageOf(folder: string): Storage {
  return {
    async look() {
      const { bavail, blocks, bsize } = await statfs(folder);
      return { free: bavail * bsize, size: blocks * bsize, refusal: await refusalOf(folder) };
    },
  };
}

/** What the system would say to a write, by the rights and the way that the file system is mounted. */
async function refusalOf(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
