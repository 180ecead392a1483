import assert from "node:assert/strict";
import { changeSetting, removeKey } from "../../src/host/installing.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { ask } from "../support/roles/asking.ts";
import { DAY, HOUR, MINUTE, START } from "../support/counting.ts";
import { FIRST } from "../support/samples/journals.ts";
import { activatedHost, openHost } from "../support/roles/test_host.ts";
import { WatchedHost } from "../support/roles/watched_host.ts";

/** The events of alerts and of the clock in the journal, as they were recorded. */
function recorded({ made }: WatchedHost): HostEvent[] {
  const lines = new TextDecoder().decode(made.disk.peek(FIRST)!).trimEnd().split("\n");
  const ids: number[] = [EventId.alertRaised, EventId.alertCleared, EventId.clockJumped];
  return lines.map((line) => JSON.parse(line) as HostEvent).filter(({ id }) => ids.includes(id));
}

const idsOf = (watched: WatchedHost) => recorded(watched).map(({ id }) => id);
const noApply = () => Promise.resolve(null);

Deno.test("a host with which nothing is wrong raises no alert, and says nothing", async () => {
  const watched = await WatchedHost.start();
  await watched.later(20);
  assert.deepEqual([watched.alerts, watched.told, watched.notes, recorded(watched)], [[], [], [], []]);
  await watched.stop();
});

Deno.test("a disk that fills up is an alert, told and in the journal, that ends when there is room again", async () => {
  const watched = await WatchedHost.start();
  watched.free = () => Promise.resolve(400_000_000);
  await watched.later(1);
  assert.equal(watched.monitor.freeBytes, 400_000_000);
  assert.deepEqual(watched.told, ["raised diskSpaceLow warning"]);
  watched.free = () => Promise.resolve(30_000_000);
  await watched.later(1);
  const { since, text } = watched.monitor.alerts["diskSpaceLow"]!;
  assert.match(text, /^30 MB are free/, "as it is now");
  assert(since < watched.made.time.now() - MINUTE, "since when it began");
  watched.free = () => Promise.resolve(800_000_000);
  await watched.later(6);
  assert.deepEqual(watched.told, [
    "raised diskSpaceLow warning",
    "raised diskSpaceLow critical",
    "cleared diskSpaceLow critical",
  ]);
  assert.deepEqual(idsOf(watched), [12340, 12340, 12341]);
  assert.deepEqual(watched.alerts, []);
  await watched.stop();
});

Deno.test("an alert survives a restart with the time since when it holds, and is not told again", async () => {
  const watched = await WatchedHost.start();
  await changeSetting(watched.host, { name: "alertCount", value: 5 }, noApply);
  await watched.later(1);
  const { since } = watched.monitor.alerts["countLow"]!;
  assert(since < watched.made.time.now());
  await watched.stop();
  await watched.made.time.advance(3 * HOUR);
  const again = await watched.startAgain();
  await again.later(2);
  assert.deepEqual([again.alerts, again.told], [["countLow"], []]);
  assert.equal(again.monitor.alerts["countLow"]?.since, since);
  await again.stop();
});

Deno.test("a host whose key is taken away tells so within seconds", async () => {
  const watched = await WatchedHost.start();
  await removeKey(watched.host);
  await watched.made.time.advance(1000);
  assert.deepEqual(watched.told, ["raised notActivated critical"]);
  await watched.stop();
});

Deno.test("a disk that failed for a second is an alert that stands for five minutes after the last time", async () => {
  const watched = await WatchedHost.start();
  const { disk } = watched.made;
  for (const _time of ["first", "again"]) {
    disk.trouble = { at: disk.operations + 1, which: (operation) => operation === "sync" };
    await ask(watched.made, "lost");
    await watched.later(3);
    assert.deepEqual(watched.told, ["raised diskFailing critical"]);
  }
  assert.match(
    watched.monitor.alerts["diskFailing"]!.text,
    /^clients were told to try later: .*no space left/,
  );
  await watched.later(4);
  assert.deepEqual(watched.told, ["raised diskFailing critical", "cleared diskFailing critical"]);
  await watched.stop();
});

Deno.test("refusals above the rate are an alert; computers that only come too early are none", async () => {
  const watched = await WatchedHost.start();
  const { time } = watched.made;
  await changeSetting(watched.host, { name: "alertRefusals", value: 10 }, noApply);
  for (let n = 0; n < 20; n++) {
    await ask(watched.made, "early", { productId: new Uint8Array(16), probe: true });
  }
  await watched.later(1);
  assert.deepEqual(watched.told, []);
  for (let n = 0; n < 11; n++) await ask(watched.made, "late", { clientTime: 0 });
  await watched.later(1);
  assert.deepEqual(watched.told, ["raised refusals warning"]);
  await watched.later(60);
  await watched.later(16);
  assert.deepEqual(watched.told, ["raised refusals warning", "cleared refusals warning"]);
  assert(time.now() > START);
  await watched.stop();
});

Deno.test("a clock that is set is an event and an alert for a day, whichever way; drift is none", async () => {
  const watched = await WatchedHost.start();
  const { time } = watched.made;
  for (let n = 0; n < 10; n++) {
    time.set(time.now() + 50_000); // as long as that goes for drift
    await watched.later(1);
  }
  assert.deepEqual(recorded(watched), []);
  time.set(time.now() - 2 * HOUR);
  await watched.later(1);
  assert.deepEqual(watched.told, ["raised clockJumped warning"]);
  const [jump] = recorded(watched);
  assert(jump?.id === EventId.clockJumped && jump.by === -2 * HOUR);
  await time.advance(DAY);
  await watched.later(1);
  assert.deepEqual(watched.told.at(-1), "cleared clockJumped warning");
  await watched.stop();
});

Deno.test("a clock that was set back while the host was stopped is told at its start", async () => {
  const watched = await WatchedHost.start();
  await watched.stop();
  watched.made.time.set(START - 5 * HOUR);
  const again = await watched.startAgain();
  assert.deepEqual(again.told, ["raised clockJumped critical"]);
  await again.stop();
});

Deno.test("no request for the time that is set is an alert, which the next request ends", async () => {
  const watched = await WatchedHost.start();
  await changeSetting(watched.host, { name: "alertQuiet", value: 24 }, noApply);
  await ask(watched.made, "one");
  await watched.made.time.advance(24 * HOUR);
  await watched.later(20);
  assert.deepEqual(watched.told, ["raised noActivity warning"]);
  await ask(watched.made, "one");
  await watched.later(1);
  assert.deepEqual(watched.told, ["raised noActivity warning", "cleared noActivity warning"]);
  await watched.stop();
});

Deno.test("while the journal fails that is an alert, recorded once the journal can be written", async () => {
  const watched = await WatchedHost.start();
  const { disk } = watched.made;
  disk.trouble = { at: disk.operations + 1, forever: true };
  await ask(watched.made, "lost");
  await watched.later(1);
  assert.deepEqual([watched.told, watched.alerts], [["raised diskFailing critical"], ["diskFailing"]]);
  disk.trouble = undefined;
  await watched.later(3);
  assert.deepEqual(idsOf(watched), [12340]);
  await watched.later(4);
  assert.deepEqual([watched.told.length, idsOf(watched)], [2, [12340, 12341]]);
  await watched.stop();
});

Deno.test("a sealed host tells that it is, though it can record nothing", async () => {
  const made = await activatedHost();
  await made.host.stop();
  const bytes = made.disk.peek("state.json")!;
  made.disk.put("state.json", bytes.with(40, bytes[40]! ^ 1));
  const watched = await WatchedHost.start({ ...made, host: await openHost(made.disk, made.time) });
  assert.deepEqual(watched.told, ["raised sealed critical"]);
  assert.match(watched.monitor.alerts["sealed"]!.text, /nothing is signed/);
  await watched.stop();
});

Deno.test("a start that failed is an alert until a start succeeds, told once however often it fails", async () => {
  const first = new WatchedHost(await activatedHost());
  await first.monitor.startFailed("the port is in use", "choose another");
  assert.deepEqual(first.told, ["raised notRunning critical"]);
  await first.host.stop();
  const second = new WatchedHost({ ...first.made, host: await openHost(first.made.disk, first.made.time) });
  await second.monitor.startFailed("the port is in use", "choose another");
  assert.deepEqual([second.told, second.alerts], [[], ["notRunning"]]);
  await second.host.stop();
  const third = await second.startAgain();
  assert.deepEqual([third.told, third.alerts], [["cleared notRunning critical"], []]);
  await third.stop();
});

Deno.test("a start that failed leaves the other alerts as they are", async () => {
  const watched = await WatchedHost.start();
  await removeKey(watched.host);
  await watched.later(1);
  await watched.monitor.startFailed("the port is in use");
  assert.deepEqual(watched.alerts, ["notActivated", "notRunning"]);
  await watched.stop();
});

Deno.test("a disk that does not say how much room it has stops neither the watch nor the host", async () => {
  const watched = await WatchedHost.start();
  watched.free = () => new Promise(() => {});
  await removeKey(watched.host);
  await watched.later(1);
  assert.deepEqual([watched.told, watched.monitor.freeBytes], [["raised notActivated critical"], undefined]);
  assert(watched.monitor.alive);
  const stopped = watched.stop();
  await watched.made.time.advance(5000);
  await stopped;
});

Deno.test("of several jumps of the clock the last is told, at its own time, and no alert lies ahead", async () => {
  const watched = await WatchedHost.start();
  const { time } = watched.made;
  const jump = async (by: number) => {
    time.set(time.now() + by);
    await watched.later(1);
    return watched.monitor.alerts["clockJumped"]!;
  };
  await jump(HOUR / 2);
  await jump(3 * HOUR);
  await changeSetting(watched.host, { name: "alertCount", value: 5 }, noApply);
  await watched.later(1);
  const ahead = watched.monitor.alerts["countLow"]!.since;
  time.set(time.now() - 3 * HOUR);
  assert(watched.monitor.alerts["countLow"]!.since <= time.now(), "also before it has looked");
  await watched.later(1);
  const { text, since } = watched.monitor.alerts["clockJumped"]!;
  assert.match(text, /set back by 3 hours/);
  assert(since <= time.now() && since > time.now() - 2 * MINUTE);
  const raised = watched.monitor.alerts["countLow"]!.since;
  assert(raised < ahead && raised <= time.now());
  assert.equal(watched.host.facts?.health.alerts["countLow"]?.since, raised, "and so it is recorded");
  assert.equal(watched.told.filter((one) => one.includes("countLow")).length, 1, "which is no news");
  assert.equal(watched.told.filter((one) => one.includes("clockJumped")).length, 3);
  await watched.later(5);
  assert.equal(watched.host.facts?.health.alerts["countLow"]?.since, raised);
  await watched.stop();
});

Deno.test("a limit that is set is judged at once: what it ends waits for nothing, and who asks then is told of it", async () => {
  const watched = await WatchedHost.start();
  const { time } = watched.made;
  watched.free = () => Promise.resolve(480_000_000);
  await changeSetting(watched.host, { name: "alertCount", value: 5 }, noApply);
  await watched.later(1);
  assert.deepEqual(watched.alerts, ["countLow", "diskSpaceLow"]);
  await changeSetting(watched.host, { name: "alertCount", value: 7 }, noApply);
  const reworded = watched.monitor.ready.then(() => watched.monitor.alerts["countLow"]?.text);
  await time.advance(1000);
  assert.match((await reworded)!, /less than the 7/);
  await changeSetting(watched.host, { name: "alertCount", value: 0 }, noApply);
  await changeSetting(watched.host, { name: "alertDisk", value: 470 }, noApply);
  const left = watched.monitor.ready.then(() => watched.alerts);
  await time.advance(1000);
  assert.deepEqual(await left, []);
  await watched.stop();
});

Deno.test("a limit that was set while nothing ran ends its alert at the start", async () => {
  const watched = await WatchedHost.start();
  await changeSetting(watched.host, { name: "alertCount", value: 5 }, noApply);
  await watched.later(1);
  await watched.monitor.stop();
  await changeSetting(watched.host, { name: "alertCount", value: 0 }, noApply);
  await watched.host.stop();
  const again = await watched.startAgain();
  assert.deepEqual([again.alerts, again.told], [[], ["cleared countLow warning"]]);
  await again.stop();
});
