import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { documentFolder } from "../../src/adapters/disk/documents.ts";
import { Checkpoint } from "../../src/host/checkpoint.ts";
import { NewerFormat } from "../../src/policy/kept_format.ts";
import { INITIAL_HEALTH } from "../../src/policy/alerts.ts";
import { UNKNOWN_PRODUCT } from "../../src/policy/request_counts.ts";
import { INITIAL_SETTINGS } from "../../src/policy/settings.ts";
import { JOURNAL_START, type JournalPosition } from "../../src/journal/reader.ts";
import { EventId } from "../../src/policy/events.ts";
import { apply, INITIAL_FACTS } from "../../src/policy/state.ts";
import { CountingHost, START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { upTo } from "../support/samples/machine_events.ts";
import { assertRefuses } from "../support/refuses.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { stateOf } from "../support/samples/states.ts";
import { KEY_HASH } from "../support/samples/tables.ts";

const MACHINES = "machines-00000001.jsonl";
const place: JournalPosition = { segment: 3, before: "b", n: 77, hash: "h" };
const time = new FakeTime(START);

const checkpointOn = (disk: SimulatedDisk, timer = time) =>
  new Checkpoint(disk, documentFolder(disk).json("state.json"), timer);

function busyHost(machines = 10): CountingHost {
  const host = new CountingHost();
  host.askMany(machines, "client");
  apply(host.state, { id: EventId.keyInstalled, time: START, serial: 4, partialKey: "ABCDE" });
  return host;
}

async function saved(machines?: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await checkpointOn(disk).save(busyHost(machines).state, place, Promise.resolve());
  return disk;
}

/** Rewrites state.json with other content. */
function change(disk: SimulatedDisk, edit: (text: string) => string): SimulatedDisk {
  const text = edit(new TextDecoder().decode(disk.peek("state.json")));
  disk.put("state.json", new TextEncoder().encode(text));
  return disk;
}

async function refusal(disk: SimulatedDisk): Promise<Error> {
  const before = disk.contents();
  const error = await checkpointOn(disk).load(KEY_HASH).then(() => undefined, (cause) => cause);
  assert.ok(error instanceof Error, "it was accepted");
  assert.deepEqual(disk.contents(), before);
  return error;
}

Deno.test("Checkpoint loads what it saved", async () => {
  const { state } = busyHost();
  const disk = new SimulatedDisk();
  await checkpointOn(disk).save(state, place, Promise.resolve());
  const { machines, ...loaded } = await checkpointOn(disk).load(KEY_HASH);
  assert.deepEqual(loaded, { facts: state.facts, requests: state.requests.snapshot(), position: place });
  assert.deepEqual(machines.records(), state.machines.records());
  assert.deepEqual(disk.names, [MACHINES, "state.json"]);
});

Deno.test("Checkpoint of an empty folder is the start of the journal", async () => {
  const { machines, ...loaded } = await checkpointOn(new SimulatedDisk()).load(KEY_HASH);
  assert.deepEqual(loaded, { facts: undefined, requests: {}, position: JOURNAL_START });
  assert.deepEqual(machines.records(), []);
});

Deno.test("Checkpoint saves no machines and many machines", async () => {
  for (const machines of [0, 1, 1999, 2000, 2001, 4500]) {
    const disk = await saved(machines);
    assert.equal((await checkpointOn(disk).load(KEY_HASH)).machines.records().length, machines);
  }
});

Deno.test("Checkpoint writes the machines in slices and gives others their turn after each", async () => {
  const disk = new SimulatedDisk();
  const turns: number[] = [];
  const isWrite = (entry: string) => entry === `write ${MACHINES}`;
  const timer = new FakeTime(START);
  timer.wait = (milliseconds) => {
    turns.push(disk.log.filter(isWrite).length);
    assert.equal(milliseconds, 0);
    return Promise.resolve();
  };
  await checkpointOn(disk, timer).save(busyHost(4500).state, place, Promise.resolve());
  assert.deepEqual(turns, upTo(10), "one slice between two turns");
  assert.equal(disk.log.filter(isWrite).length, 11);
});

Deno.test("Checkpoint saves the state as it is at the call, whatever happens meanwhile", async () => {
  const host = busyHost();
  const disk = new SimulatedDisk();
  const [facts, machines] = [host.state.facts, host.state.machines.records()];
  const synced = Promise.withResolvers<void>();
  const saving = checkpointOn(disk).save(host.state, place, synced.promise);
  host.askMany(30, "late");
  synced.resolve();
  host.askMany(30, "later");
  await saving;
  const loaded = await checkpointOn(disk).load(KEY_HASH);
  assert.deepEqual([loaded.facts, loaded.machines.records()], [facts, machines]);
});

Deno.test("Checkpoint writes nothing before the journal is on disk, and nothing at all where that fails", async () => {
  const disk = new SimulatedDisk();
  const synced = Promise.withResolvers<void>();
  const saving = checkpointOn(disk).save(busyHost().state, place, synced.promise);
  await Promise.resolve();
  assert.equal(disk.operations, 0);
  synced.reject(new Error("the journal failed"));
  await assert.rejects(saving, /the journal failed/);
  assert.equal(disk.operations, 0);
});

Deno.test("Checkpoint keeps only the machine file that belongs to state.json", async () => {
  const disk = await saved();
  await checkpointOn(disk).save(busyHost(3).state, place, Promise.resolve());
  assert.deepEqual(disk.names, ["machines-00000002.jsonl", "state.json"]);
  assert.equal((await checkpointOn(disk).load(KEY_HASH)).machines.records().length, 3);
});

Deno.test("Checkpoint keeps the one before where any step of saving fails, and leaves no file open or half written", async () => {
  const clean = await saved();
  const counting = clean.afterKill();
  await checkpointOn(counting).save(busyHost(4).state, place, Promise.resolve());
  for (let at = 1; at <= counting.operations; at++) {
    const disk = clean.afterKill();
    disk.trouble = { at, which: (operation) => operation !== "remove" };
    const checkpoint = checkpointOn(disk);
    const failed = await checkpoint.save(busyHost(4).state, place, Promise.resolve()).then(
      () => false,
      () => true,
    );
    disk.trouble = undefined;
    const machines = (await checkpoint.load(KEY_HASH)).machines.records();
    assert.ok(machines.length === 10 || machines.length === 4, `${machines.length} machines`);
    if (!failed) assert.equal(machines.length, 4);
    assert.equal(disk.open, 0);
    await checkpoint.save(busyHost(5).state, place, Promise.resolve());
    assert.equal((await checkpointOn(disk).load(KEY_HASH)).machines.records().length, 5);
    assert.equal(disk.names.filter((name) => name.startsWith("machines-")).length, 1);
  }
});

Deno.test("Checkpoint takes away the machine records that it could not finish", async () => {
  for (const operation of ["write", "sync"]) {
    const disk = await saved();
    disk.trouble = { at: 1, which: (one, name) => one === operation && name.startsWith("machines-") };
    await assert.rejects(checkpointOn(disk).save(busyHost(3).state, place, Promise.resolve()), /no space/);
    assert.deepEqual(disk.names, [MACHINES, "state.json"]);
  }
});

Deno.test("Checkpoint does not take for stored what it failed to store", async () => {
  const disk = new SimulatedDisk();
  const checkpoint = checkpointOn(disk);
  disk.trouble = { at: 1, which: (operation) => operation === "rename" };
  await assert.rejects(checkpoint.save(busyHost().state, place, Promise.resolve()), /no space/);
  assert.equal((await checkpoint.load(KEY_HASH)).facts, undefined);
});

Deno.test("Checkpoint refuses a later format, whatever else it holds, and touches nothing", async () => {
  for (const format of ["2", "999"]) {
    const disk = change(await saved(), (text) => text.replace(`"format": 1`, `"format": ${format}`));
    assert.ok(await refusal(disk) instanceof NewerFormat);
    disk.put("state.json", new TextEncoder().encode(`{"format": ${format}, "unheard": {"of": 1}}`));
    assert.ok(await refusal(disk) instanceof NewerFormat);
  }
});

Deno.test("Checkpoint refuses every change of state.json that changes what it says", async () => {
  const disk = await saved();
  const text = new TextDecoder().decode(disk.peek("state.json"));
  for (let at = 0; at < text.length; at++) {
    if (/\s/.test(text[at]!)) continue;
    for (const other of ["7", "x", '"']) {
      if (other === text[at]) continue;
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const error = await refusal(change(disk, () => changed));
      assert.match(error.name, /DecodeError|NewerFormat/, changed);
    }
  }
});

Deno.test("Checkpoint refuses what is no state, and never takes it for none", async () => {
  for (
    const text of ["", "{", "null", "0", "false", '""', "[]", "{}", "\xff", `{"format": 1}`, `{"format": 0}`]
  ) {
    const error = await refusal(change(await saved(), () => text));
    assertRefuses(
      () => {
        throw error;
      },
      undefined,
      text,
    );
  }
});

Deno.test("Checkpoint refuses a state that is nested more deeply than can be written again", async () => {
  const [open, close] = ["[".repeat(100_000), "]".repeat(100_000)];
  const disk = new SimulatedDisk();
  disk.put(
    "state.json",
    new TextEncoder().encode(`{"format":1,"sha256":"","state":{"facts":${open}{"0":1}${close}}}`),
  );
  const error = await refusal(disk);
  assertRefuses(() => {
    throw error;
  }, "range");
});

Deno.test("Checkpoint refuses a machine file that is missing or changed", async () => {
  const missing = await saved();
  missing.put(MACHINES, undefined);
  assert.match((await refusal(missing)).message, /it names machines-00000001.jsonl, which is missing/);
  const disk = await saved(3);
  const bytes = disk.peek(MACHINES)!;
  for (
    const damaged of [bytes.slice(1), bytes.slice(0, -1), bytes.with(9, bytes[9]! ^ 1), new Uint8Array(0)]
  ) {
    disk.put(MACHINES, damaged);
    assert.match((await refusal(disk)).message, /its content is not what state.json says/);
  }
});

Deno.test("Checkpoint holds every fact through a save", async () => {
  const facts = {
    ...INITIAL_FACTS,
    activation: { certificate: "c", authorityCertificate: "a", time: START },
    counters: {
      requests: 9,
      byResult: { 0: 4, 3221549112: 5 },
      byLicenceState: [1, 2, 3, 4, 5, 6],
    },
    sequence: 2 ** 32 - 1,
    health: {
      alerts: { countLow: { severity: "warning", since: START, text: "the count is 1", remedy: "look" } },
      quietSince: START,
      stopped: START + 1,
      latest: START + 2,
      clockJump: { time: START, by: -5 },
      full: true,
    },
  } as const;
  const disk = new SimulatedDisk();
  const requests = { ["ab".repeat(16)]: { 0: 4 }, unknown: { 3221549112: 5 } };
  await checkpointOn(disk).save(stateOf(facts, [], requests), place, Promise.resolve());
  const loaded = await checkpointOn(disk).load(KEY_HASH);
  assert.deepEqual([loaded.facts, loaded.requests], [facts, requests]);
});

Deno.test("Checkpoint opens a state of before health and products were kept: all that it counted is of no known product", async () => {
  const disk = await saved();
  change(disk, (text) => {
    const { state } = JSON.parse(text);
    const { health: _, settings, ...facts } = state.facts;
    const older = Object.fromEntries(Object.entries(settings).filter(([name]) => !name.startsWith("alert")));
    const { requests: __, ...rest } = { ...state, facts: { settings: older, ...facts } };
    const sha256 = createHash("sha256").update(JSON.stringify(rest)).digest("hex");
    return JSON.stringify({ format: 1, sha256, state: rest });
  });
  const { facts, requests } = await checkpointOn(disk).load(KEY_HASH);
  assert.deepEqual(facts?.health, INITIAL_HEALTH);
  assert.deepEqual(facts?.settings, INITIAL_SETTINGS);
  assert.deepEqual(requests, { [UNKNOWN_PRODUCT]: facts?.counters.byResult });
});

/** Rewrites the machine records, with state.json to match. */
function changeMachines(disk: SimulatedDisk, edit: (text: string) => string): SimulatedDisk {
  const bytes = new TextEncoder().encode(edit(new TextDecoder().decode(disk.peek(MACHINES))));
  disk.put(MACHINES, bytes);
  return change(disk, (text) => {
    const { state } = JSON.parse(text);
    state.machines.sha256 = createHash("sha256").update(bytes).digest("hex");
    const sha256 = createHash("sha256").update(JSON.stringify(state)).digest("hex");
    return JSON.stringify({ format: 1, sha256, state });
  });
}

Deno.test("Checkpoint reads machine records that another program wrote as JSON", async () => {
  const disk = await saved(3);
  const records = (await checkpointOn(disk).load(KEY_HASH)).machines.records();
  changeMachines(disk, (text) => text.replaceAll(":", ": ").replaceAll("client", "clie\\u006et"));
  assert.deepEqual((await checkpointOn(disk).load(KEY_HASH)).machines.records(), records);
});

Deno.test("Checkpoint refuses machine records that are none, and two of one machine, though their digest is right", async () => {
  const cases = [
    [(text: string) => text.replace('"counted"', '"amounted"'), /Invalid key|amounted|counted/],
    [(text: string) => text.replace(/"licenceState":\d/, '"licenceState":9'), /licenceState/],
    [(text: string) => text + text, /two records of one machine/],
    [() => "x".repeat(600_000) + "\n", /not JSON/],
  ] as const;
  for (const [edit, expected] of cases) {
    assert.match((await refusal(changeMachines(await saved(3), edit))).message, expected);
  }
});
