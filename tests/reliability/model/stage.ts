import assert from "node:assert/strict";
import { activateOnline } from "../../../src/host/activating.ts";
import type { Host } from "../../../src/host/host.ts";
import { installKey, installLicence } from "../../../src/host/installing.ts";
import { keepUp } from "../../../src/host/upkeep.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { INITIAL_SETTINGS } from "../../../src/policy/settings.ts";
import { START } from "../../support/counting.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { Publisher } from "../../support/roles/publisher.ts";
import { openHost } from "../../support/roles/test_host.ts";
import { ModelHost } from "./model_host.ts";

const DRAFTS = `[
  { "name": "Client", "kind": "client" },
  { "name": "Server", "kind": "server" },
  { "name": "Lone", "kind": "server", "threshold": 1, "ephemeralMinutes": 90 },
  { "name": "Cloud", "kind": "server", "countVirtual": true, "validityMinutes": 5000 },
  { "name": "Apart", "kind": "client" }
]`;
const SERVED = ["Client", "Server", "Lone", "Cloud"];

/** Small files, so that there are many, and few events between checkpoints. */
const OPTIONS = { segmentBytes: 3000, journalBytes: 20_000, checkpointEvery: 25, note: () => {} };

/** A host as it runs in a process, its publisher, its disk and its clock, and beside it what it should be. */
export class Stage {
  readonly time: FakeTime;
  readonly publisher: Publisher;
  readonly key: string;
  disk = new SimulatedDisk();
  host!: Host;
  model: ModelHost;
  #running = new AbortController();
  #asked = 0;

  private constructor(time: FakeTime, publisher: Publisher, key: string) {
    this.time = time;
    this.publisher = publisher;
    this.key = key;
    const served = publisher.products.filter(({ name }) => SERVED.includes(name));
    this.model = ModelHost.of(
      new Map(served.map((product) => [product.id, product])),
      publisher.products.map(({ id }) => id),
      { ...INITIAL_SETTINGS },
    );
  }

  /** A host that is activated and runs. */
  static async set(): Promise<Stage> {
    const time = new FakeTime(START);
    const publisher = await Publisher.create(time, 1, DRAFTS);
    const stage = new Stage(time, publisher, await publisher.authority.issueKey("host", SERVED));
    await stage.open();
    await installLicence(stage.host, publisher.licence);
    await stage.installKey();
    await stage.activate();
    return stage;
  }

  get now(): number {
    return this.time.now();
  }

  /**
   * Each question comes from an address of its own, so that no address brings more than it may: how many it brought is not kept by a
   * checkpoint, and the model knows nothing of when one is written.
   */
  nextAddress(): string {
    const number = ++this.#asked;
    return `10.${number >> 16 & 255}.${number >> 8 & 255}.${number & 255}`;
  }

  /** Opens the folder, and runs the host until stop() or kill(). */
  async open(): Promise<void> {
    const host = await openHost(this.disk, this.time, OPTIONS);
    assert.equal(host.trouble?.reason, undefined);
    this.host = host;
    await host.start();
    this.#running = new AbortController();
    void keepUp(host, () => {}, this.#running.signal);
    await settled();
    this.model.started(this.now);
  }

  async stop(): Promise<void> {
    this.#running.abort();
    await settled();
    await this.host.stop();
  }

  /** The process ends at once; `powerLost`: a seed, and with it goes what was not synced. */
  async kill(powerLost: number | null): Promise<void> {
    const { disk, host } = this;
    this.#running.abort();
    disk.dieAt ??= disk.operations + 1;
    await host.stop().catch(() => {});
    await settled();
    this.disk = powerLost === null ? disk.afterKill() : disk.afterPowerLoss(new SeededRandom(powerLost));
  }

  async advance(milliseconds: number): Promise<void> {
    await this.time.advance(milliseconds);
    for (let turn = 0; turn < 1000 && this.time.waits.length === 0; turn++) await settled(); // a checkpoint takes a while
    this.model.lived(milliseconds, this.now);
  }

  async installKey(): Promise<void> {
    await installKey(this.host, this.key);
    this.model.keyInstalled();
    this.model.happened(this.now);
  }

  /** A publisher may refuse, and its certificates may not hold by this clock: then all stays as it is. */
  async activate(): Promise<void> {
    try {
      await activateOnline(this.host, this.publisher.service);
    } catch (error) {
      if (error instanceof OperationError) return;
      throw error;
    }
    const status = this.host.activation(this.now);
    assert(status.kind === "activated", `just activated, the host is ${status.kind}`);
    const { certificate, authority } = status.serving;
    this.model.activated({
      from: Math.max(certificate.notBefore, authority.notBefore) * 60_000,
      until: Math.min(certificate.notAfter, authority.notAfter) * 60_000,
    });
    this.model.happened(this.now);
  }
}
