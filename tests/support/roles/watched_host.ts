import type { Change } from "../../../src/health/settle.ts";
import { HealthMonitor } from "../../../src/host/health_monitor.ts";
import type { Host } from "../../../src/host/host.ts";
import { settled } from "../fakes/fake_time.ts";
import { activatedHost, openHost, type TestHost } from "./test_host.ts";

const GIGABYTE = 1_000_000_000;

/** A host that watches itself, on a disk whose room is what a test says, and all that it told. */
export class WatchedHost {
  readonly made: TestHost;
  readonly told: string[] = [];
  readonly notes: string[] = [];
  /** What the disk says when it is asked. */
  free: () => Promise<number> = () => Promise.resolve(40 * GIGABYTE);
  readonly monitor: HealthMonitor;

  constructor(made: TestHost) {
    this.made = made;
    this.monitor = new HealthMonitor(made.host, {
      stopwatch: made.time,
      diskSpace: { free: () => this.free() },
      tell: ({ kind, condition, alert }: Change) => this.told.push(`${kind} ${condition} ${alert.severity}`),
      note: (text) => this.notes.push(text),
    });
  }

  static async start(made?: TestHost): Promise<WatchedHost> {
    const watched = new WatchedHost(made ?? await activatedHost());
    await watched.begin();
    return watched;
  }

  get host(): Host {
    return this.made.host;
  }

  /** The conditions that hold, in the order of their names. */
  get alerts(): string[] {
    return Object.keys(this.monitor.alerts).sort();
  }

  async begin(): Promise<void> {
    if (this.host.trouble === undefined) await this.host.start();
    this.monitor.start();
    await settled();
  }

  /** Lets time go by, in which it looks twice a minute. */
  async later(minutes: number): Promise<void> {
    for (let half = 0; half < 2 * minutes; half++) {
      await this.made.time.advance(29_000);
      await this.made.time.advance(1000);
    }
  }

  async stop(): Promise<void> {
    await this.monitor.stop();
    await this.host.stop();
  }

  /** Another process on the same folder. */
  async startAgain(): Promise<WatchedHost> {
    const { disk, time, publisher } = this.made;
    return await WatchedHost.start({ disk, time, publisher, host: await openHost(disk, time) });
  }
}
