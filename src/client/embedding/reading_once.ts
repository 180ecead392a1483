import type { Disk } from "../../ports.ts";

/** A folder as one look sees it: each file is read once, whoever asks for it. */
export function readingOnce(disk: Disk): Pick<Disk, "list" | "read" | "readPart" | "size"> {
  const read = new Map<string, ReturnType<Disk["read"]>>();
  return {
    list: () => disk.list(),
    readPart: (name, start, length) => disk.readPart(name, start, length),
    size: (name) => disk.size(name),
    read(name) {
      const known = read.get(name) ?? disk.read(name);
      read.set(name, known);
      return known;
    },
  };
}
