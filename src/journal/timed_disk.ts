import type { Disk, DiskFile, Stopwatch } from "../ports.ts";
import { segmentsIn } from "./segments.ts";

/** A disk that tells how long it takes to sync the journal, in milliseconds. */
export function timedDisk(disk: Disk, stopwatch: Stopwatch, observe: (milliseconds: number) => void): Disk {
  const timed = (name: string, file: DiskFile) =>
    segmentsIn([name]).length > 0 ? timedFile(file, stopwatch, observe) : file;
  return {
    list: () => disk.list(),
    read: (name) => disk.read(name),
    readPart: (name, start, length) => disk.readPart(name, start, length),
    size: (name) => disk.size(name),
    create: async (name) => timed(name, await disk.create(name)),
    append: async (name) => timed(name, await disk.append(name)),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    truncate: (name, size) => disk.truncate(name, size),
    syncFolder: () => disk.syncFolder(),
  };
}

function timedFile(file: DiskFile, stopwatch: Stopwatch, observe: (milliseconds: number) => void): DiskFile {
  return {
    write: (bytes) => file.write(bytes),
    async sync(alone) {
      const began = stopwatch.elapsed();
      await file.sync(alone);
      observe(stopwatch.elapsed() - began);
    },
    close: () => file.close(),
  };
}
