import type { DiskSpace } from "../../ports.ts";

/** The room on the disk that `folder` lies on, as the system leaves it to this user. */
export function diskSpaceOf(folder: string): DiskSpace {
  return {
    async free() {
      const { statfs } = await import("node:fs/promises");
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}
