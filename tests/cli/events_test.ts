import assert from "node:assert/strict";
import { DenoDisk } from "../../src/adapters/disk/deno_disk.ts";
import { JOURNAL_START } from "../../src/journal/reader.ts";
import { SideLog } from "../../src/journal/side_log.ts";
import { JournalWriter } from "../../src/journal/writer.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { kms } from "../support/terminal/command_line.ts";
import { machineEvent, upTo } from "../support/samples/machine_events.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const NOW = Date.now();

/** 40 requests, one an hour up to now, of which each third was refused, and an event of a fault. */
async function folderOf(): Promise<TempFolder> {
  const folder = await TempFolder.make();
  const disk = new DenoDisk(folder.path);
  const journal = await JournalWriter.open(disk, { position: JOURNAL_START, bytes: 0, segmentBytes: 5000 });
  for (const n of upTo(40)) {
    const result = n % 3 === 0 ? HResult.belowThreshold : HResult.activated;
    await journal.append([{
      ...machineEvent(n),
      time: NOW - (40 - n) * 3_600_000,
      name: `desk-${n}`,
      result,
    }]);
  }
  await journal.close();
  const sealed: HostEvent = { id: EventId.hostSealed, time: NOW, reason: "esc \u001b[2J", remedy: "mend it" };
  await new SideLog(disk, "faults").append(sealed);
  return folder;
}

async function shown(folder: TempFolder, ...args: readonly string[]) {
  const { status, stdout, stderr } = await kms("--state", folder.path, "events", ...args);
  return { status, lines: stdout.trimEnd().split("\n").filter((line) => line !== ""), stderr };
}

const machinesIn = (lines: readonly string[]) =>
  lines.map((line) => /desk-(\d+)/.exec(line)?.[1] ?? line.slice(21));

Deno.test("kms events shows the newest 20, the newest last, and says that there are more", async () => {
  await using folder = await folderOf();
  const { lines, stderr } = await shown(folder);
  assert.deepEqual(machinesIn(lines).slice(0, 19), upTo(19).map((n) => String(n + 21)));
  assert.match(lines[19]!, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}12330 {2}the host is sealed, .* esc {2}\[2J$/);
  assert.match(stderr, /newest 20: --limit, --since or --all shows more/);
});

Deno.test("kms events shows what is asked for: by number, time, machine, result, and how many", async () => {
  await using folder = await folderOf();
  const shownOf = async (...args: string[]) => machinesIn((await shown(folder, ...args)).lines);
  assert.deepEqual(await shownOf("--limit", "2", "--id", "12290"), ["39", "40"]);
  assert.equal((await shownOf("--all")).length, 41);
  assert.equal((await shownOf("--id", "12290,12330", "--id", "12310", "--all")).length, 41);
  assert.deepEqual(await shownOf("--since", "150m", "--id", "12290"), ["38", "39", "40"]);
  assert.deepEqual(await shownOf("--machine", "DESK-*7", "--all"), ["7", "17", "27", "37"]);
  assert.deepEqual(await shownOf("--machine", "5".padStart(32, "0")), ["5"]);
  assert.deepEqual(await shownOf("--result", "refused", "--limit", "2"), ["36", "39"]);
  assert.deepEqual(await shownOf("--result", "0xC004F038", "--limit", "1"), ["39"]);
  assert.deepEqual(await shownOf("--result", "activated", "--limit", "1"), ["40"]);
});

Deno.test("kms events prints an object of JSON a line, or CSV with its header once", async () => {
  await using folder = await folderOf();
  const { lines } = await shown(folder, "--json", "--limit", "2");
  assert.deepEqual(lines.map((line) => JSON.parse(line).id), [12290, 12330]);
  const { lines: csv } = await shown(folder, "--csv", "--all");
  assert.equal(csv.length, 42);
  assert.equal(csv.filter((line) => line.startsWith("time,id,event")).length, 1);
});

Deno.test("kms events says so where there is nothing to show, and what cannot be read", async () => {
  await using folder = await folderOf();
  const { status, stderr } = await shown(folder, "--until", "2020-01-01");
  assert.deepEqual([status, stderr], [0, "kms: there is no such event in the log\n"]);
  await Deno.writeTextFile(`${folder.path}/faults.jsonl`, "nonsense\n");
  assert.match(
    (await shown(folder, "--limit", "50")).stderr,
    /1 line of the log cannot be read: kms events verify/,
  );
});

Deno.test("kms events verify ends with 0 for a journal that is whole and 1 for one that is not", async () => {
  await using folder = await folderOf();
  assert.match(
    (await shown(folder, "verify")).lines[0]!,
    /^The journal is whole: 40 events, from 1 to 40, \d+\.\d KB\.$/,
  );
  const path = `${folder.path}/journal-00000002.jsonl`;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace(`"address":"192.0.2.1"`, `"address":"192.0.2.2"`));
  const { status, stderr, lines } = await shown(folder, "verify");
  assert.deepEqual([status, lines], [1, []]);
  assert.match(stderr, /journal-00000002\.jsonl, line 1 \(event \d+\): .*hash.*To mend it: keep a copy/);
  const json = await shown(folder, "verify", "--json");
  const { sound, fault } = JSON.parse(json.lines[0]!);
  assert.deepEqual([json.status, sound, fault.line], [1, false, 1]);
});

Deno.test("kms events verify: without a checkpoint a missing end would not be seen", async () => {
  await using folder = await folderOf();
  const young = await shown(folder, "verify");
  assert.deepEqual([young.status, /no checkpoint yet.*missing end/.test(young.stderr)], [0, true]);
  for (const damaged of ["", "{", "{}", '{"format":99}']) {
    await Deno.writeTextFile(`${folder.path}/state.json`, damaged);
    const { status, stderr, lines } = await shown(folder, "verify");
    assert.equal(status, 1, damaged);
    assert.match(lines[0]!, /^What there is of the journal is whole: 40 events/);
    assert.match(stderr, /state\.json, cannot be read: .*would not be seen\. To mend it: .*backup/);
    const json = JSON.parse((await shown(folder, "verify", "--json")).lines[0]!);
    assert.deepEqual([json.sound, json.checkpoint, json.fault], [false, "unreadable", null]);
  }
  await Deno.remove(`${folder.path}/state.json`);
  await Deno.remove(`${folder.path}/journal-00000001.jsonl`);
  const gone = await shown(folder, "verify");
  assert.equal(gone.status, 1);
  assert.match(gone.stderr, /state\.json, is gone.*To mend it: /);
});

Deno.test("kms events verify refuses a client's folder, whose log has no chain", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/client.json`, "{}");
  for (const json of [[], ["--json"]]) {
    const { status, stderr, lines } = await shown(folder, "verify", ...json);
    assert.deepEqual([status, lines], [1, []]);
    assert.match(stderr, /no chain to verify: .*a client's.*To mend it: .*--state DIR/);
  }
});

Deno.test("kms events export writes a new file, for its owner alone, and no old one anew", async () => {
  await using folder = await folderOf();
  const file = `${folder.path}/out.csv`;
  const { lines } = await shown(folder, "export", "--format", "csv", "--file", file, "--result", "refused");
  assert.deepEqual(lines, [`13 events exported to ${file}.`]);
  assert.equal((await Deno.readTextFile(file)).trimEnd().split("\r\n").length, 14);
  assert.equal(await folder.mode("out.csv"), "600");
  assert.match((await shown(folder, "export", "--file", file)).stderr, /there is such a file already/);
  assert.equal((await shown(folder, "export")).lines.length, 41);
});

for (
  const [args, complaint] of [
    [["--id", "99"], /no event "99"/],
    [["--id", "12290,"], /no event ""/],
    [["--since", "soon"], /--since takes a time/],
    [["--until", "2027-02-30"], /--until takes a time/],
    [["--machine", ""], /--machine needs/],
    [["--result", "perhaps"], /--result takes activated/],
    [["--limit", "0"], /--limit takes/],
    [["--max-age", "-1d"], /^kms: --max-age takes a number of days such as 400d, got "-1d"/],
    [["--max-size", "-1GB"], /^kms: --max-size takes a size .*, got "-1GB"/],
    [["--all", "--limit", "3"], /exclude each other/],
    [["--json", "--csv"], /exclude each other/],
    [["--max-size", "64MB", "--all"], /go with no other option/],
    [["--max-size", "much"], /--max-size takes a size/],
    [["--max-age", "1y"], /--max-age takes a number of days/],
    [["verify", "--all"], /Unknown argument/],
    [["nonsense"], /Unknown argument/],
    [["export", "--to", "http://x"], /--to takes udp:/],
    [["export", "--to", "udp://x:70000"], /--to takes udp:/],
    [["export", "--to", "udp://x", "--format", "csv"], /no other format/],
    [["export", "--to", "udp://x", "--file", "y"], /exclude each other/],
    [["export", "--to", "tcp://x", "--tls-ca", "y"], /--tls-ca is for tls/],
    [["export", "--tls-ca", "y"], /--tls-ca goes with/],
    [["export", "--format", "xml"], /format/],
  ] as const
) {
  Deno.test(`kms events ${args.join(" ")} is wrong usage`, async () => {
    await using folder = await TempFolder.make();
    const { status, stderr, lines } = await shown(folder, ...args);
    assert.deepEqual([status, lines], [2, []]);
    assert.match(stderr, complaint);
    assert.deepEqual(await folder.names(), []);
  });
}

Deno.test("a limit out of its range is refused before a folder becomes a host's for it", async () => {
  await using folder = await TempFolder.make();
  const { status, stderr } = await shown(folder, "--max-age", "40000d");
  assert.equal(status, 1);
  assert.match(stderr, /age limit of the journal must be a whole number from 1 to 36500 days, got 40000/);
  assert.deepEqual(await folder.names(), []);
});
