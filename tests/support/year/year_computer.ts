import { Client } from "../../../src/client/client.ts";
import type { Renewable } from "../../../src/client/renewing.ts";
import { hardwareIdentity } from "../../../src/crypto/hardware.ts";
import { LicenceState } from "../../../src/protocol/licence_state.ts";
import { clientProductKey } from "../samples/sample_licence.ts";
import { ScriptedNames, target } from "../searching/scripted_names.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";
import type { Answer } from "./host_model.ts";
import { type Expected, LicenceModel } from "./licence_model.ts";
import type { Year } from "./year.ts";
import { YearDisk } from "./year_disk.ts";
import type { YearHost } from "./year_host.ts";
import { addressOf, HOST_NAMES, type HostName, yearNetwork } from "./year_network.ts";
import { YearProcess } from "./year_process.ts";

export interface Kind {
  readonly virtual: boolean;
  readonly ephemeral: boolean;
  /** The host that DNS tells it of first. */
  readonly prefers: HostName;
}

/** What came of asking a host. */
interface Asked {
  readonly host: HostName;
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly issued: number;
}

const STATES: Readonly<Record<number, Expected["state"]>> = {
  [LicenceState.licensed]: "licensed",
  [LicenceState.outOfBoxGrace]: "outOfBox",
  [LicenceState.outOfToleranceGrace]: "outOfTolerance",
  [LicenceState.nonGenuineGrace]: "nonGenuine",
  [LicenceState.notification]: "notification",
};

/** What may be wrong with a computer for a while; more than one incident may have it at a time. */
export type Trouble = "asleep" | "offline" | "diskFull";

/** One computer: the client as it is, all that it is given simulated, and beside it what is expected of it. */
export class YearComputer {
  readonly name: string;
  readonly kind: Kind;
  components: readonly string[];
  /** By how much the clock is ahead, milliseconds. */
  clockError = 0;
  /** When something befell it last. */
  disturbed = 0;
  readonly #year: Year;
  readonly #random: SeededRandom;
  readonly #firstComponents: readonly string[];
  readonly #troubles = { asleep: 0, offline: 0, diskFull: 0 };
  #disk: YearDisk;
  #model: LicenceModel;
  #remembered: HostName | undefined;
  #client: Client | undefined;
  #process: YearProcess | undefined;
  #asked: Asked[] = [];
  /** Whether it starts when it wakes: the power came back while it slept. */
  #startsAwake = false;
  #fellAsleep = 0;
  #slept = 0;

  constructor(year: Year, name: string, kind: Kind, components: readonly string[]) {
    this.#year = year;
    this.name = name;
    this.kind = kind;
    this.components = components;
    this.#firstComponents = components;
    this.#random = new SeededRandom(year.random.upTo(0xffff_ffff));
    this.#disk = new YearDisk(year.faults, year.licence);
    this.#model = new LicenceModel(this.now);
  }

  get now(): number {
    return this.#year.now + this.clockError;
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#troubles.asleep === 0;
  }

  get hasTrouble(): boolean {
    return !this.isRunning || this.#troubles.offline > 0 || this.#troubles.diskFull > 0;
  }

  get model(): LicenceModel {
    return this.#model;
  }

  /** Set up, or set up anew on an empty disk: it has another machine ID then. */
  async setUp(): Promise<void> {
    this.#disk = new YearDisk(this.#year.faults, this.#year.licence);
    this.#model = new LicenceModel(this.now);
    this.#remembered = undefined;
    const client = await this.#open();
    await client.installKey(clientProductKey(1));
    if (this.kind.ephemeral) await client.changeSettings({ ephemeral: true });
  }

  /** Takes a copy of another one's disk. */
  copy(other: YearComputer): void {
    this.#disk = new YearDisk(this.#year.faults, other.#disk);
    this.#model = other.#model.clone();
    this.#remembered = other.#remembered;
  }

  /** Starts the program; a computer that is asleep does so when it wakes. */
  async start(): Promise<void> {
    this.disturbed = this.#year.now;
    this.#startsAwake = this.#troubles.asleep > 0;
    if (this.#startsAwake) return;
    this.#client = undefined;
    this.#disk.isFull = this.#troubles.diskFull > 0;
    this.#process = await YearProcess.start({
      now: () => this.now,
      awakeFor: () => this.#year.now - this.#slept,
      after: (milliseconds, what) =>
        this.#year.at(this.#year.now + milliseconds, async () => {
          if (this.isRunning) await what();
        }),
      random: this.#year.faults.noSpread ? { bytes: (length) => new Uint8Array(length) } : this.#random,
      addresses: () => this.#troubles.offline > 0 ? "" : "198.51.100.7",
      opened: () => this.#opened(),
      seen: (client) => this.#look(client),
      waits: (error) => this.#year.fault(this, `it waits: ${error}`),
      around: (renewable) => this.#around(renewable),
    });
  }

  async stop(): Promise<void> {
    await this.#process?.end();
    this.#process = undefined;
  }

  get isInstalled(): boolean {
    return this.#process !== undefined;
  }

  /** Lets a trouble begin, or one that began end. */
  async suffer(trouble: Trouble, begins: boolean): Promise<void> {
    const before = this.#troubles[trouble];
    this.#troubles[trouble] += begins ? 1 : -1;
    if (trouble === "asleep" && begins && before === 0) this.#fellAsleep = this.#year.now;
    if (trouble === "asleep" && !begins && before === 1) this.#slept += this.#year.now - this.#fellAsleep;
    this.#disk.isFull = this.#troubles.diskFull > 0;
    if (this.#startsAwake && this.#troubles.asleep === 0) await this.start();
    else await this.notice();
  }

  /** Lets the program notice what has changed, as it does within seconds while the computer is awake. */
  async notice(): Promise<void> {
    this.disturbed = this.#year.now;
    if (this.isRunning) await this.#process?.go();
  }

  /** The product looks at its licence. */
  async look(): Promise<void> {
    if (this.isRunning) await this.#look(await this.#opened());
  }

  async #look(client: Client): Promise<void> {
    const { standing: { state, minutesLeft } } = await client.look();
    const disk = this.#troubles.diskFull > 0 ? "full" : "sound";
    const expected = this.#model.look(this.now, this.components, disk);
    this.#year.judgeLook(this, { state: STATES[state]!, minutesLeft }, expected);
  }

  #around(renewable: Renewable): Renewable {
    return {
      look: async () => this.#year.faults.planned(await renewable.look(), this.#model.lease?.ends),
      activate: async () => {
        this.#asked = [];
        try {
          await renewable.activate();
        } finally {
          this.#judgeTry();
        }
      },
      failed: (error) => renewable.failed(error),
      planned: (time) => renewable.planned?.(time),
    };
  }

  #judgeTry(): void {
    this.#year.judgeAsked(this, this.#asked.map(({ host }) => host), this.#expectedToBeAsked());
    if (this.#troubles.diskFull > 0) return;
    const counts = this.#asked.find(({ host }) => this.#believes(host));
    if (counts === undefined || counts.answer.result === "clockOff") {
      this.#model.look(this.now, this.components, "sound");
    } else if (counts.answer.result === "belowThreshold") {
      this.#model.refused(this.now, this.components, counts.issued);
    } else {
      const { issued, answer: { minutes } } = counts;
      this.#model.granted(this.now, this.components, { issued, minutes });
      this.#remembered = counts.host;
    }
  }

  /** The one that activated last, then those that DNS tells of, up to the first whose answer counts. */
  #expectedToBeAsked(): HostName[] {
    if (this.#troubles.offline > 0 || this.#troubles.diskFull > 0) return [];
    const order = new Set([
      ...(this.#remembered === undefined ? [] : [this.#remembered]),
      ...this.#hostsInDns(),
    ]);
    const there = [...order].filter((name) => this.#year.isUp(name));
    const last = there.findIndex((name) => this.#believes(name));
    return last < 0 ? there : there.slice(0, last + 1);
  }

  /** By a clock that is far off, a host's certificates are out of date, and nothing that it says is believed. */
  #believes(host: HostName): boolean {
    return this.#year.hasCertificatesFor(host, this.now);
  }

  #hostsInDns(): HostName[] {
    return [this.kind.prefers, ...HOST_NAMES.filter((name) => name !== this.kind.prefers)];
  }

  #ask(host: YearHost, frame: Uint8Array): Uint8Array {
    const { ephemeral, virtual } = this.kind;
    const { reply, frame: answerFrame } = host.answer(frame, this.#year.now);
    const answer = this.#year.judgeAnswer(this, host.name, reply, {
      identity: ephemeral ? this.#disk.machineId : this.components.join(),
      counts: !ephemeral && !virtual,
      clock: this.now,
      ephemeral,
    });
    this.#asked.push({ host: host.name, answer, issued: reply.issued * 1000 });
    return answerFrame;
  }

  async #opened(): Promise<Client> {
    if (this.#year.faults.remembered !== undefined) return await this.#open();
    return this.#client ??= await this.#open();
  }

  async #open(): Promise<Client> {
    return await Client.open({
      clock: { now: () => this.now },
      timer: { wait: untilAborted },
      random: this.#random,
      machine: {
        hardware: () =>
          Promise.resolve(identityOf(this.#year.faults.hardware(this.components, this.#firstComponents))),
        isVirtual: () => Promise.resolve(this.kind.virtual),
        name: () => this.name,
      },
      documents: this.#disk,
      network: yearNetwork(
        (address) => this.#year.reach(address, this.#troubles.offline > 0),
        (host, frame) => this.#ask(host, frame),
      ),
      openNames: namesOf(this.#hostsInDns()).open,
    });
  }
}

function untilAborted(_milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener("abort", () => resolve());
  });
}

function identityOf([system, board, disk, network]: readonly string[]): Uint8Array {
  return hardwareIdentity({ system, board, disk, network });
}

function namesOf(hosts: readonly HostName[]): ScriptedNames {
  const names = new ScriptedNames();
  names.domains = ["corp.example."];
  names.offer("corp.example.", ...hosts.map((name) => target(`${name}.corp.example`, [addressOf(name)])));
  return names;
}
