import assert from "node:assert/strict";
import { diagnoseHost } from "../../src/host/diagnosis/diagnose.ts";
import { judgeHost } from "../../src/host/diagnosis/judge.ts";
import { type DomainSight, type HostSightPorts, lookAtHost } from "../../src/host/diagnosis/sight.ts";
import type { AlertView } from "../../src/health/standing.ts";
import { answerFrame } from "../../src/host/service.ts";
import type { Host } from "../../src/host/host.ts";
import { EventId } from "../../src/policy/events.ts";
import { firstBroken, type Step, type StepName } from "../../src/policy/diagnosis.ts";
import type { Connection, Network } from "../../src/ports.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import type { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { activatedHost, openHost, type TestHost } from "../support/roles/test_host.ts";

const JOURNAL = "journal-00000001.jsonl";
const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
interface DiskSeen {
  readonly free: number | Error;
  readonly refusal?: string;
}
const HEALTHY: DiskSeen = { free: 50 * GIB };

/** A network in which the host answers, at whatever address. */
function networkOf(host: Host): Network {
  return {
    connect: () => {
      const answers: Promise<Uint8Array>[] = [];
      const connection: Connection = {
        remoteAddress: "192.0.2.9",
        write(frame) {
          answers.push(Promise.resolve(answerFrame(host, frame, "192.0.2.9")).then((answer) => answer.frame));
          return Promise.resolve();
        },
        read: async () => await answers.shift() ?? null,
        close: () => {},
      };
      return Promise.resolve(connection);
    },
  };
}

interface Scene {
  readonly disk?: DiskSeen;
  readonly announcement?: HostSightPorts["announcement"];
  readonly listening?: HostSightPorts["listening"];
  readonly network?: Network;
  readonly alerts?: readonly AlertView[];
}

async function diagnose(host: Host, scene: Scene = {}): Promise<Step[]> {
  return await diagnoseHost(host, portsIn(host, scene));
}

function portsIn(host: Host, scene: Scene): HostSightPorts {
  const { disk: { free, refusal } = HEALTHY } = scene;
  return {
    datagrams: { open: () => Promise.reject(new Error("nothing is asked here")) },
    dnsSettings: () => Promise.resolve({ servers: [], search: [], waits: [] }),
    network: scene.network ?? networkOf(host),
    storage: {
      free: () => free instanceof Error ? Promise.reject(free) : Promise.resolve(free),
      refusal: () => Promise.resolve(refusal),
    },
    alerts: () => Promise.resolve(scene.alerts ?? []),
    announcement: scene.announcement,
    listening: "listening" in scene ? scene.listening : { host: "0.0.0.0", port: 1688 },
    dnsServer: undefined,
  };
}

const at = (steps: readonly Step[], name: StepName) => steps.find(({ step }) => step === name)!;

function faultOf(steps: readonly Step[]): [StepName | undefined, string | undefined] {
  const found = firstBroken(steps);
  return [found?.step, found?.fault?.code?.toString(16)];
}

Deno.test("a host that is in order is so at every step, and neither counts nor records that it was asked", async () => {
  const { host, disk } = await activatedHost();
  const before = disk.log.length;
  const steps = await diagnose(host);
  assert.deepEqual(steps.map(({ step, standing }) => `${step} ${standing}`), [
    "licence ok",
    "key ok",
    "activation ok",
    "hardware ok",
    "port ok",
    "dns notNeeded",
    "clock ok",
    "disk ok",
    "journal ok",
    "health ok",
  ]);
  assert.deepEqual(disk.log.slice(before).filter((line) => !/^(read|list)/.test(line)), []);
  assert.equal(host.totals(host.ports.clock.now()).known, 0);
  assert.match(at(steps, "hardware").seen, /^4 of 4 components/);
  assert.match(at(steps, "journal").seen, /^event 3 at .*; 3 events checked$/);
});

Deno.test("each alert of the host is a step of its own, which hinders nothing, and tells what to do", async () => {
  const { host } = await activatedHost();
  const alert = {
    condition: "countLow",
    title: "the count is low",
    severity: "warning",
    text: "5 computers count, fewer than 10",
    remedy: "look for the others",
    since: 0,
  } as const;
  const steps = await diagnose(host, {
    alerts: [alert, { ...alert, severity: "critical", title: "and worse" }],
  });
  const found = steps.filter(({ step }) => step === "health");
  assert.deepEqual(found.map(({ standing, seen }) => `${standing} ${seen}`), [
    "warning warning: the count is low",
    "warning critical: and worse",
  ]);
  assert.deepEqual(found[0]!.fault, { code: null, text: alert.text, remedy: alert.remedy });
  assert.equal(firstBroken(steps), undefined);
});

Deno.test("an activation whose end is near is a warning, one that has ended is broken", async () => {
  const { host, time } = await activatedHost();
  await time.advance(710 * DAY_MS);
  const steps = await diagnose(host);
  assert.deepEqual([firstBroken(steps), at(steps, "activation").standing], [undefined, "warning"]);
  await time.advance(30 * DAY_MS);
  assert.deepEqual(faultOf(await diagnose(host)), ["activation", "c004f041"]);
});

Deno.test("one component that has changed is seen, two are hardware that has changed", async () => {
  const made = await activatedHost();
  await made.host.stop();
  const reopened = (changed: number) =>
    openHost(made.disk, made.time, { machine: fakeMachine("host", changed) });
  const one = await reopened(1);
  const steps = await diagnose(one);
  assert.deepEqual([firstBroken(steps), at(steps, "hardware").seen.slice(0, 6)], [undefined, "3 of 4"]);
  await one.stop();
  const two = await diagnose(await reopened(2));
  assert.deepEqual(faultOf(two), ["hardware", HResult.hardwareChanged.toString(16)]);
  assert.equal(at(two, "activation").standing, "ok");
});

Deno.test("a clock that is behind events by more than 4 hours is a warning: that it is wrong is not known", async () => {
  const { host, time } = await activatedHost();
  const now = time.now();
  time.set(now - 3 * HOUR_MS);
  assert.deepEqual(at(await diagnose(host), "clock").standing, "ok");
  time.set(now + 2 * DAY_MS);
  await host.record([{
    id: EventId.settingChanged,
    time: time.now(),
    name: "activationInterval",
    value: 60,
  }]);
  time.set(now);
  const steps = await diagnose(host);
  assert.deepEqual([firstBroken(steps), at(steps, "clock").standing], [undefined, "warning"]);
  assert.deepEqual(at(steps, "clock").fault, {
    code: null,
    text: "events of the journal are up to 2 days ahead of this clock: it is behind, or was ahead before",
    remedy: "compare it with a clock that is right; where it is right, nothing is to be done",
  });
});

Deno.test("a clock before the beginning of the host's or the authority's certificate is wrong for certain", async () => {
  const { host, time } = await activatedHost();
  time.set(time.now() - 3 * DAY_MS); // before the day on which the certificate begins
  const steps = await diagnose(host);
  assert.deepEqual(faultOf(steps), ["clock", HResult.clockOff.toString(16)]);
  assert.equal(at(steps, "activation").standing, "ok");
  assert.match(at(steps, "clock").fault!.text, /beginning of the host's activation \(2026-/);
  const sight = await lookAtHost(host, portsIn(host, {}));
  const long = judgeHost({ ...sight, certificate: { ...sight.certificate!, notBefore: 0 } });
  assert.match(at(long, "clock").fault!.text, /beginning of the authority certificate/);
});

const DISKS: readonly (readonly [string, DiskSeen, Step["standing"], string | undefined])[] = [
  ["full", { free: 1024 }, "broken", "80070070"],
  ["soon full", { free: GIB / 8 }, "warning", "80070070"],
  ["not to be written to", { ...HEALTHY, refusal: "Read-only file system" }, "broken", "80070005"],
  ["not told of by the system", { free: new Error("not supported") }, "notReached", undefined],
];
for (const [what, disk, standing, code] of DISKS) {
  Deno.test(`a disk that is ${what}: ${standing}`, async () => {
    const { host } = await activatedHost();
    const { standing: found, fault } = at(await diagnose(host, { disk }), "disk");
    assert.deepEqual([found, fault?.code?.toString(16)], [standing, code]);
  });
}

Deno.test("a write that has failed is the disk's fault, with what the system said", async () => {
  const { host, disk } = await activatedHost();
  disk.trouble = { at: 1, forever: true, which: (operation) => operation === "sync" };
  await assert.rejects(() => host.start());
  const steps = await diagnose(host);
  assert.deepEqual(faultOf(steps), ["disk", HResult.tryLater.toString(16)]);
  disk.trouble = undefined;
});

Deno.test("a journal that is changed under a host that runs is seen at its end", async () => {
  const { host, disk } = await activatedHost();
  damage(disk, -100);
  assert.deepEqual(faultOf(await diagnose(host)), ["journal", "80070570"]);
});

function damage(disk: SimulatedDisk, place: number): void {
  const bytes = disk.peek(JOURNAL)!;
  bytes[place < 0 ? bytes.length + place : place]! ^= 1;
  disk.put(JOURNAL, bytes);
}

const refusing: Network = { connect: () => Promise.reject(new Error("connection refused")) };

Deno.test("a host that does not run: at its port nobody answers, or another program", async () => {
  const { host } = await activatedHost();
  const stopped = await diagnose(host, { listening: undefined, network: refusing });
  assert.deepEqual(faultOf(stopped), ["port", HResult.serverUnavailable.toString(16)]);
  const taken = await diagnose(host, { listening: undefined });
  assert.deepEqual(faultOf(taken), ["port", "80072740"]);
});

Deno.test("a host that runs and cannot be reached at its own port is broken there; one on loopback alone is a warning", async () => {
  const { host } = await activatedHost();
  assert.deepEqual(faultOf(await diagnose(host, { network: refusing })), [
    "port",
    HResult.serverUnavailable.toString(16),
  ]);
  const alone = await diagnose(host, { listening: { host: "127.0.0.1", port: 1688 } });
  assert.deepEqual([firstBroken(alone), at(alone, "port").standing], [undefined, "warning"]);
});

const PUBLISHED: DomainSight = {
  domain: "example.com",
  records: [
    {
      ...{ target: "kms-1.example.com.", port: 1688, priority: 0, weight: 0 },
      ...{ addresses: ["192.0.2.9"], ours: true },
    },
  ],
  failure: null,
  standing: {
    wanted: { priority: 0, weight: 0, server: null, target: null, signed: false },
    published: null,
    failure: null,
  },
  answering: new Map([["192.0.2.9", { kind: "nobody", why: "connection refused" }]]),
};

/** The standings of port and DNS record of a host on `listening` alone, which is published in `domain`. */
async function published(listening: string, domain: DomainSight, dnsPublishing = true): Promise<string[]> {
  const { host } = await activatedHost();
  const sight = await lookAtHost(host, portsIn(host, { listening: { host: listening, port: 1688 } }));
  const settings = { ...sight.facts.settings, dnsPublishing };
  const steps = judgeHost({ ...sight, facts: { ...sight.facts, settings }, domains: [domain] });
  return [at(steps, "port").standing, at(steps, "dns").standing];
}

Deno.test("a host on loopback alone that DNS sends clients to is broken there, and not at its record", async () => {
  assert.deepEqual(await published("127.0.0.1", PUBLISHED), ["broken", "notReached"]);
  assert.deepEqual(await published("::1", PUBLISHED), ["broken", "notReached"]);
  assert.deepEqual(await published("0.0.0.0", PUBLISHED), ["ok", "broken"]);
});

Deno.test("a host on loopback alone: a record that leads to another host, or is gone, is broken all the same", async () => {
  const another = new Map([["192.0.2.9", { kind: "anotherHost" }]] as const);
  assert.deepEqual(await published("127.0.0.1", { ...PUBLISHED, answering: another }), ["broken", "broken"]);
  const gone = { ...PUBLISHED, records: [], answering: new Map() };
  assert.deepEqual(await published("127.0.0.1", gone), ["broken", "broken"]);
});

Deno.test("a host on loopback alone whose domain is removed, or where publishing is off, has a warning", async () => {
  const removed = { ...PUBLISHED, standing: { ...PUBLISHED.standing, wanted: null } };
  assert.equal((await published("127.0.0.1", removed))[0], "warning");
  assert.equal((await published("127.0.0.1", PUBLISHED, false))[0], "warning");
});

Deno.test("a sealed host: what its state would tell is not reached, and the journal is the fault", async () => {
  const made: TestHost = await activatedHost();
  await made.host.stop();
  damage(made.disk, 20);
  const sealed = await openHost(made.disk, made.time);
  const steps = await diagnose(sealed, { listening: undefined, network: refusing });
  assert.deepEqual(faultOf(steps), ["journal", "80070570"]);
  assert.deepEqual(["key", "activation", "hardware"].map((name) => at(steps, name as StepName).standing), [
    "notReached",
    "notReached",
    "notReached",
  ]);
});

Deno.test("multicast is a step where it is switched on: announced, or a warning that says why not", async () => {
  const { host, time } = await activatedHost();
  const before = await diagnose(host, { announcement: undefined });
  assert.equal(before.some(({ step }) => step === "multicast"), false);
  await host.record([{ id: EventId.settingChanged, time: time.now(), name: "multicast", value: true }]);
  const announced = await diagnose(host, {
    announcement: { kind: "announced", instance: "Publisher 1", host: "kms-1.local." },
  });
  assert.deepEqual([at(announced, "multicast").standing, at(announced, "multicast").seen], [
    "ok",
    "announced as Publisher 1 at kms-1.local.",
  ]);
  const waiting = await diagnose(host, { announcement: { kind: "waiting", why: "there is no interface" } });
  assert.deepEqual([firstBroken(waiting), at(waiting, "multicast").fault?.text], [
    undefined,
    "there is no interface",
  ]);
});
