import { timedDisk } from "../../journal/timed_disk.ts";
import { Histogram } from "../../metrics/histogram.ts";
import type { Disk, Stopwatch } from "../../ports.ts";

/** What is measured while a host runs, from its start on. */
export class Measures {
  readonly #stopwatch: Stopwatch;
  readonly requests = new Histogram();
  readonly journalSyncs = new Histogram();

  constructor(stopwatch: Stopwatch) {
    this.#stopwatch = stopwatch;
  }

  /** A disk whose syncs of the journal are measured. */
  timed(disk: Disk): Disk {
    return timedDisk(disk, this.#stopwatch, (milliseconds) => this.journalSyncs.observe(milliseconds / 1000));
  }
}
