import assert from "node:assert/strict";
import type { Client } from "../../src/client/client.ts";
import { firstBroken, type Step, type StepName } from "../../src/policy/diagnosis.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { decodeRequest } from "../../src/protocol/request.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { benchWith, type SearchBench } from "../support/searching/search_bench.ts";
import { elapse, type Site } from "../support/searching/scripted_hosts.ts";
import { minutes, signedHost, signedReply, strangerKey } from "../support/samples/samples.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

async function diagnose(bench: SearchBench, client?: Client): Promise<Step[]> {
  const opened = client ?? await bench.client();
  return await elapse(bench.time, opened.diagnose());
}

/** `dns warning` for each step that is neither ok nor without need, up to the first that is not reached. */
function notable(steps: readonly Step[]): string[] {
  return steps.filter(({ standing }) => standing === "warning" || standing === "broken")
    .map(({ step, standing }) => `${step} ${standing}`);
}

const seenAt = (steps: readonly Step[], name: StepName) => steps.find(({ step }) => step === name)?.seen;

/** A computer that was activated by the one host in DNS. */
async function activated(
  host: (bench: SearchBench) => Site = (bench) => bench.sound(),
): Promise<SearchBench> {
  const bench = benchWith((bench) => [host(bench)]);
  await bench.activate();
  return bench;
}

Deno.test("a chain that holds is shown step by step, with what was seen at each", async () => {
  const bench = await activated();
  const steps = await diagnose(bench);
  assert.deepEqual(notable(steps), []);
  assert.deepEqual(steps.map(({ step, seen }) => [step, seen]), [
    ["licence", "of Example Software, serial 3, 2 products"],
    ["key", seenAt(steps, "key")],
    ["domain", "example.com (as this computer has it)"],
    ["dns", "1 record: kms-1.example.com:1688 (priority 0, weight 0)"],
    ["address", "kms-1.example.com is at 192.0.2.1"],
    ["connection", "kms-1.example.com:1688 (remembered) at 192.0.2.1"],
    ["answer", "of kms-1.example.com:1688 in 0 ms"],
    ["authority", "serial 7, 2026-01-01 to 2028-01-01, groups 0 1, epochs from 1"],
    ["hostCertificate", "key 1001, 2026-01-10 to 2027-01-10, groups 0, epoch 1"],
    ["signature", "the host's, over this very request"],
    ["clock", "as the host's"],
    ["count", "27 of 25 for Example Editor"],
    ["result", "Example Editor would be activated"],
    ["lease", "until 2026-07-14 10:00 UTC, renews 2026-01-22 10:00 UTC"],
  ]);
});

Deno.test("what is sent is a probe, and neither document nor remembered host is another afterwards", async () => {
  const probes: boolean[] = [];
  const bench = await activated((bench) => {
    const sound = bench.sound() as Exclude<Site, string>;
    return {
      answer: (frame) => {
        probes.push(decodeRequest(frame).probe);
        return sound.answer(frame);
      },
    };
  });
  await bench.time.advance(2 * HOUR_MS); // late enough for the highest time to be kept, were this no diagnosis
  const before = bench.documents.snapshot();
  await diagnose(bench);
  assert.deepEqual(bench.documents.snapshot(), before);
  assert.deepEqual(probes, [false, true]);
});

Deno.test("a host that is passed over is a warning at the step where it fails, and hinders nothing", async () => {
  const bench = benchWith((bench) => [bench.stranger(), "dead", bench.sound()]);
  await bench.activate();
  await (await bench.client()).changeSettings({ hostCaching: false });
  assert.deepEqual(notable(await diagnose(bench)), ["connection warning", "hostCertificate warning"]);
});

Deno.test("while the remembered host activates, DNS without a record is only a warning; when it is dead that is the fault", async () => {
  const bench = await activated();
  bench.names.services.clear();
  assert.deepEqual(notable(await diagnose(bench)), ["dns warning"]);
  bench.hosts.sites.set("192.0.2.1 1688", "refuses");
  assert.deepEqual(notable(await diagnose(bench)), ["dns broken", "connection broken"]);
});

/** A host that refuses for a product of which its certificate knows nothing. */
const narrow = (bench: SearchBench): Site => ({
  answer: (frame) => {
    const refusal = { ...issuedNow(bench), result: HResult.productNotServed, validity: 0 };
    return [signedReply(refusal, signedHost({ groups: 0b10 }), frame)];
  },
});
const standingsOf = (steps: readonly Step[], ...names: readonly StepName[]) =>
  steps.filter(({ step }) => names.includes(step)).map(({ standing }) => standing);

Deno.test("behind a broken certificate what was verified is shown", async () => {
  const steps = await diagnose(benchWith((bench) => [narrow(bench)]));
  const found = firstBroken(steps);
  assert.deepEqual([found?.step, found?.fault?.code], ["hostCertificate", HResult.productNotServed]);
  assert.match(found!.fault!.text, /does not cover Example Editor/);
  assert.deepEqual(standingsOf(steps, "signature", "clock", "count", "result"), [
    "ok",
    "ok",
    "ok",
    "notReached",
  ]);
});

Deno.test("of a reply that does not hold nothing is taken for known", async () => {
  const steps = await diagnose(benchWith((bench) => [bench.stranger()]));
  assert.deepEqual([firstBroken(steps)?.step, seenAt(steps, "clock")], ["hostCertificate", "not reached"]);
  assert.deepEqual(
    standingsOf(steps, "signature", "clock", "count", "result"),
    Array.from({ length: 4 }, () => "notReached"),
  );
});

interface Fault {
  readonly what: string;
  readonly host?: (bench: SearchBench) => Site;
  /** What becomes of the computer after it was activated. */
  readonly spoil?: (bench: SearchBench) => unknown;
  readonly broken: readonly [step: StepName, code: number];
}

const issuedNow = (bench: SearchBench) => ({ issued: Math.floor(bench.time.now() / 1000) });
const FAULTS: readonly Fault[] = [
  {
    what: "a licence file that is damaged",
    spoil: ({ documents }) => documents.texts.set("publisher.lic", "{}"),
    broken: ["licence", 0x80070570],
  },
  {
    what: "a host that takes the connection and says nothing",
    host: () => ({ answer: () => "silence" }),
    broken: ["answer", HResult.noHostAnswered],
  },
  {
    what: "an error frame",
    host: (bench) => bench.complaining(HResult.hostNotActivated),
    broken: ["answer", HResult.hostNotActivated],
  },
  {
    what: "a signature that is not the host's",
    host: (bench) => ({
      answer: (frame) => [signedReply(issuedNow(bench), signedHost(), frame, strangerKey)],
    }),
    broken: ["signature", HResult.noHostAnswered],
  },
  {
    what: "a host that goes on after its certificate's end",
    host: (bench) => ({
      answer: (frame) => {
        const notAfter = minutes("2026-01-12T00:00Z");
        return [signedReply(issuedNow(bench), signedHost({ notAfter }), frame)];
      },
    }),
    broken: ["hostCertificate", HResult.clockOff],
  },
  {
    what: "a host that cannot record",
    host: (bench) => bench.refusing(HResult.tryLater),
    broken: ["result", HResult.tryLater],
  },
  {
    what: "a host that is full",
    host: (bench) => bench.refusing(HResult.machineLimitReached),
    broken: ["result", HResult.machineLimitReached],
  },
  {
    what: "a host whose clock is 5 hours ahead",
    host: (bench) => bench.sound({ issued: Math.floor(bench.time.now() / 1000) + 5 * 3600 }),
    broken: ["clock", HResult.clockOff],
  },
  {
    what: "a lease that has ended",
    spoil: (bench) => bench.time.advance(181 * DAY_MS),
    broken: ["lease", 0xC004F009],
  },
  {
    what: "a lease of another computer",
    spoil: (bench) => bench.machine = fakeMachine("pc-1", 2),
    broken: ["lease", HResult.hardwareChanged],
  },
  {
    what: "a lease that is damaged",
    spoil: ({ documents }) => documents.texts.set("lease.json", "{}"),
    broken: ["lease", 0x80070570],
  },
  {
    what: "a clock that was set back, host's and computer's alike",
    spoil: ({ time }) => time.set(time.now() - 5 * HOUR_MS),
    broken: ["lease", HResult.clockOff],
  },
];
for (const { what, host, spoil, broken } of FAULTS) {
  Deno.test(`${what}: broken at ${broken[0]}`, async () => {
    const bench = await activated();
    await spoil?.(bench);
    if (host !== undefined) bench.hosts.sites.set("192.0.2.1 1688", host(bench));
    const steps = await diagnose(bench, await bench.open(bench.hosts));
    const found = firstBroken(steps);
    assert.deepEqual([found?.step, found?.fault?.code?.toString(16)], [broken[0], broken[1].toString(16)]);
    assert.match(found!.fault!.remedy ?? "", /kms |limit/);
  });
}

Deno.test("too few computers: of a virtual one it is said that it does not count", async () => {
  const bench = benchWith((bench) => [bench.sound({ result: HResult.belowThreshold, count: 3 })]);
  bench.machine = { ...fakeMachine("pc-1"), isVirtual: () => Promise.resolve(true) };
  const found = firstBroken(await diagnose(bench));
  assert.deepEqual([found?.step, found?.seen], ["count", "3 of 25 for Example Editor"]);
  assert.match(
    found!.fault!.text,
    /counts 3 computers, and Example Editor needs 25; virtual computers .* do not count/,
  );
});

Deno.test("of a computer without a lease it is said why: never activated, taken away, or the clock", async () => {
  const lost = await activated();
  lost.documents.texts.delete("lease.json");
  const gone = (await diagnose(lost, await lost.open(lost.hosts))).at(-1)!;
  assert.equal(gone.seen, "none (Non-genuine grace period, 30 days left)");
  assert.deepEqual(gone.fault, {
    code: 0xC004F003,
    text: "the stored activation is gone or was changed",
    remedy: "kms /ato",
  });
  const blind = await activated();
  blind.documents.texts.delete("publisher.lic");
  const unverified = (await diagnose(blind, await blind.open(blind.hosts))).at(-1)!;
  assert.match(unverified.seen, /^cannot be verified \(/);
  assert.deepEqual([unverified.fault?.code, unverified.fault?.remedy], [0xC004F011, "kms /ilc FILE"]);
  const bench = benchWith((bench) => [bench.sound()]);
  assert.equal((await diagnose(bench)).at(-1)!.fault!.text, "this computer has not been activated yet");
  bench.time.set(bench.time.now() - 5 * HOUR_MS);
  const { seen, fault } = (await diagnose(bench)).at(-1)!;
  assert.match(seen, /^none \(Non-genuine grace period/);
  assert.deepEqual(fault, {
    code: HResult.clockOff,
    text: "the clock is behind a time that was seen before",
    remedy: "set the clock of this computer where it is wrong, then kms /ato",
  });
});

Deno.test("what takes connections and gives no reply may be another program: the remedy says how that is seen", async () => {
  const HTTP = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n");
  for (const answer of [() => "silence" as const, () => [HTTP]]) {
    const found = firstBroken(await diagnose(benchWith(() => [{ answer }])));
    assert.deepEqual([found?.step, found?.fault?.code], ["answer", HResult.noHostAnswered]);
    assert.match(
      found!.fault!.remedy!,
      /^kms why --host on that computer: another program may have the port/,
    );
    const passed = await diagnose(benchWith((bench) => [{ answer }, bench.sound()]));
    const [warning] = passed.filter(({ standing }) => standing === "warning");
    assert.match(warning!.fault!.remedy!, /another program may have the port/);
  }
});

Deno.test("a host behind the one at which an activation would end is not asked, and no warning", async () => {
  const behind = async (first: (bench: SearchBench) => Site, second: (bench: SearchBench) => Site) => {
    const steps = await diagnose(benchWith((bench) => [first(bench), second(bench)]));
    const found = steps.filter(({ seen, step }) => step !== "address" && seen.startsWith("kms-2."));
    return found.map(({ step, standing, seen }) => `${step} ${standing} ${seen.replace(/^.*?, /, "")}`);
  };
  const tooFew = (bench: SearchBench) => bench.sound({ result: HResult.belowThreshold, count: 3 });
  const first = "kms-1.example.com:1688";
  assert.deepEqual(await behind(tooFew, tooFew), [
    `connection notNeeded not asked: ${first} counts too few, which ends the search`,
  ]);
  assert.deepEqual(await behind((bench) => bench.sound(), (bench) => bench.stranger()), [
    `connection notNeeded not asked: ${first} would activate`,
  ]);
  const ahead = (bench: SearchBench) =>
    bench.sound({ issued: Math.floor(bench.time.now() / 1000) + 5 * 3600 });
  assert.deepEqual(await behind(ahead, (bench) => bench.sound()), [
    `connection notNeeded not asked: ${first} ends the search`,
  ]);
});

Deno.test("without a key the licence file's first product is asked for, so that the rest of the chain is known", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const client = await bench.client();
  await client.removeKey();
  const steps = await diagnose(bench, client);
  assert.deepEqual(notable(steps), ["key broken", "lease broken"]);
});

Deno.test("a host that is set makes domain and record unneeded, and is the only one that is looked at", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const client = await bench.client();
  await client.changeSettings({ host: "192.0.2.9" });
  const steps = await diagnose(bench, client);
  assert.deepEqual(steps.filter(({ standing }) => standing === "notNeeded").map(({ step }) => step), [
    "domain",
    "dns",
  ]);
  assert.deepEqual(firstBroken(steps)?.seen, "192.0.2.9:1688: no connection");
  assert.deepEqual(bench.names.asked, []);
});
