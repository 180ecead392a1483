import assert from "node:assert/strict";
import { Measures } from "../../../src/app/monitoring/measures.ts";
import { probes } from "../../../src/app/monitoring/probes.ts";
import type { Host } from "../../../src/host/host.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { BUSY } from "../../support/disk/crash_run.ts";
import type { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { ask } from "../../support/roles/asking.ts";
import { openHost, type TestHost } from "../../support/roles/test_host.ts";
import { WatchedHost } from "../../support/roles/watched_host.ts";

const HALF_MINUTE = 30_000;
const LOSSES = 4;

/** A host that watches itself, and computers that ask it; each reply's signature is checked. */
export class ServedHost {
  readonly #watched: WatchedHost;
  /** Computers that were told that they are activated. */
  readonly activated: string[] = [];
  /** Replies that said 'try later'. */
  postponed = 0;

  private constructor(watched: WatchedHost) {
    this.#watched = watched;
  }

  /** On a copy of the folder of `made`, which is activated. */
  static async start({ disk, publisher, time }: TestHost): Promise<ServedHost> {
    const [copy, clock] = [disk.afterKill(), new FakeTime(time.now())];
    const host = await openHost(copy, clock, BUSY);
    return new ServedHost(await WatchedHost.start({ host, disk: copy, time: clock, publisher }));
  }

  get disk(): SimulatedDisk {
    return this.#watched.made.disk;
  }

  get time(): FakeTime {
    return this.#watched.made.time;
  }

  /** Computers `from` to `to` ask, three at a time. */
  async ask(from: number, to: number): Promise<void> {
    for (let first = from; first <= to; first += 3) {
      const three = [first, first + 1, first + 2].filter((n) => n <= to).map((n) => `computer ${n}`);
      await Promise.all(three.map((name) => this.#ask(name)));
      await settled();
    }
  }

  async #ask(computer: string): Promise<void> {
    const { result } = await ask(this.#watched.made, computer);
    if (result === HResult.tryLater) this.postponed += 1;
    else {
      assert.equal(result, HResult.activated);
      this.activated.push(computer);
    }
  }

  /** What a load balancer is told: undefined for ready, else why not. */
  get unready(): string | undefined {
    const { made: { host, time }, monitor } = this.#watched;
    const probed = { measures: new Measures(time), listening: () => true, monitor };
    const answer = probes(host, probed)("/readyz")!;
    return answer.status === 200 ? undefined : String(answer.body);
  }

  /** Waits until it has tried again by itself, half a minute and more. */
  async triesAgain(): Promise<void> {
    await this.time.advance(1000);
    await this.time.advance(HALF_MINUTE);
    await this.time.advance(1000);
  }

  /** Waits for longer than an alert stands when it is over. */
  async calmsDown(): Promise<void> {
    await this.#watched.later(7);
  }

  /** It has who was activated and nobody else: now, after a loss of power, and after one when it was stopped. */
  async keepsItsWord(seed: number): Promise<void> {
    const { host } = this.#watched;
    assert.equal(host.trouble, undefined);
    assert.equal(host.postponed, this.postponed, "not every 'try later' is counted");
    this.#compare(namesOf(host), "it has");
    await this.#watched.stop();
    assert.equal(this.disk.open, 0, "files are open");
    this.#compare(await this.#afterPowerLoss(seed), "after a loss of power it has");
  }

  /** Were the power lost now, it would have who was activated. Who was told to try later may be there too. */
  async couldLosePower(seed: number): Promise<void> {
    for (let loss = 0; loss < LOSSES; loss++) {
      this.#refuseMissing(await this.#afterPowerLoss(seed + loss), "after a loss of power it has");
    }
  }

  async #afterPowerLoss(seed: number): Promise<readonly string[]> {
    const again = await openHost(this.disk.afterPowerLoss(new SeededRandom(seed)), this.time, BUSY);
    assert.equal(again.trouble?.reason, undefined, "after a loss of power it is sealed");
    const names = namesOf(again);
    await again.stop();
    return names;
  }

  #compare(names: readonly string[], has: string): void {
    this.#refuseMissing(names, has);
    const unknown = names.filter((name) => !this.activated.includes(name));
    assert.deepEqual(unknown, [], `${has} records of computers that were told to try later: ${unknown}`);
  }

  #refuseMissing(names: readonly string[], has: string): void {
    const missing = this.activated.filter((name) => !names.includes(name));
    assert.deepEqual(missing, [], `falsely acknowledged: ${has} no record of ${missing}`);
  }
}

function namesOf(host: Host): string[] {
  return host.state.machines.records().map(({ name }) => name);
}
