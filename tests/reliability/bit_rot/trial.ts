import assert from "node:assert/strict";
import type { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { where } from "../where.ts";
import { type Damage, everyDamage, someDamages } from "./damages.ts";
import { eventsOn, hostFolder, type Seen, seenOf } from "./host_folder.ts";

export const bitRot: Trial = {
  number: 6,
  name: "bit rot in every byte of a state folder of 64 KiB, and cuts",
  goal: "detected or harmless; never 'empty is default'",
  bugs: [
    {
      name: "the journal's chain is not checked",
      file: "src/journal/line.ts",
      from: "  checkHash(line, previous, hashIn(text));\n",
      to: "",
      says: /journal-\d+\.jsonl: .*it shows another state/,
    },
    {
      name: "the digest of state.json is not checked",
      file: "src/host/checkpoint.ts",
      from: "  if (digestOfJson(envelope.state, WHAT) !== envelope.sha256) {",
      to: '  if (envelope.sha256 === "") {',
      says: /state\.json: byte .*(it shows another state|names no file that is damaged)/,
    },
    {
      name: "the digest of the machine records is not checked",
      file: "src/host/machine_file.ts",
      from: '  if (digest.digest("hex") !== sha256) {',
      to: '  if (sha256 === "") {',
      says: /machines-\d+\.jsonl: byte .*it shows another state/,
    },
    {
      name: "the digests of other documents are not checked",
      file: "src/crypto/digest_member.ts",
      from: "  if (digestOfJson(value, what) === sha256) return value;",
      to: "  if (sha256 !== undefined) return value;",
      says: /\.json: byte .*it shows another state/,
    },
    {
      name: "a host without secrets makes new ones",
      file: "src/host/secrets.ts",
      from: "    if (stored === undefined && !isNew) {",
      to: "    if (stored !== undefined && !isNew && false) {",
      says: /secrets\.json: removed.*: it shows another state/,
    },
    {
      name: "events are shown without a look at the chain",
      file: "src/journal/read_events.ts",
      from: '    return followsOn(line, before) ? { n, event } : "unreadable";',
      to: "    return { n, event };",
      says: /journal-\d+\.jsonl: byte .*events are shown that were never recorded/,
    },
  ],
  run: damageEverything,
};

/** What is known of the folder as it was written. */
interface Sound {
  readonly disk: SimulatedDisk;
  /** What each file's part shows. */
  readonly shown: ReadonlyMap<string, Seen>;
  readonly events: ReadonlySet<string>;
  readonly lastSegment: string;
  /** What the host shows where the journal ended earlier, after the checkpoint. */
  readonly earlier: ReadonlySet<string>;
  /** What it shows without a licence file. */
  readonly unlicensed: string;
}

async function damageEverything(torture: Torture): Promise<string> {
  const sound = await soundFolder();
  const { disk } = sound;
  const size = disk.names.reduce((sum, name) => sum + disk.peek(name)!.length, 0);
  const random = new SeededRandom(torture.seed);
  const damages = inForm(torture, {
    short: () => someDamages(disk, random, 25),
    long: () => everyDamage(disk, random),
  })();
  const counts: Record<Outcome, number> = {
    refused: 0,
    harmless: 0,
    "cut off and told": 0,
    "an earlier state": 0,
    "switched off": 0,
    "without licence": 0,
  };
  let [done, all] = [0, 0];
  for (const damage of damages) {
    const { file, what } = damage;
    counts[await where(`${file}: ${what}, seed ${torture.seed}`, () => outcomeOf(damage, sound))] += 1;
    torture.progress(Math.min(done++, 3 * size), 3 * size);
    all += 1;
  }
  const told = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return `${all} damages to ${size} bytes in ${disk.names.length} files: ${told}`;
}

async function soundFolder(): Promise<Sound> {
  const disk = await hostFolder();
  const shown = new Map<string, Seen>();
  for (const name of disk.names) shown.set(name, await seenOf(disk, name));
  const lastSegment = disk.names.filter((name) => name.startsWith("journal-")).at(-1)!;
  const unlicensed = await seenOf(withFile(disk, "publisher.lic", undefined), "publisher.lic");
  assert.ok(unlicensed.kind === "shown");
  return {
    disk,
    shown,
    events: new Set(await eventsOn(disk)),
    lastSegment,
    earlier: await earlierStates(disk, lastSegment),
    unlicensed: unlicensed.text,
  };
}

async function earlierStates(disk: SimulatedDisk, segment: string): Promise<Set<string>> {
  const bytes = disk.peek(segment)!;
  const ends = [0, ...[...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1)];
  const states = new Set<string>();
  for (const end of ends) {
    const seen = await seenOf(withFile(disk, segment, bytes.slice(0, end)), segment);
    if (seen.kind === "shown") states.add(seen.text);
  }
  assert.ok(states.size > 10, "the checkpoint stands for all of the journal");
  return states;
}

type Outcome =
  | "refused"
  | "harmless"
  | "cut off and told"
  | "an earlier state"
  | "switched off"
  | "without licence";

/** Who removes one of these switches off what it is about: that is what its error tells people to do. */
const SWITCHES = ["admin.json", "monitoring.json"];

/** What a damaged folder is taken for. Throws where that is something that it never was, and nobody is told. */
async function outcomeOf(damage: Damage, sound: Sound): Promise<Outcome> {
  const { file, bytes } = damage;
  const disk = withFile(sound.disk, file, bytes);
  if (file.startsWith("journal-")) await showsNoOtherEvents(disk, sound);
  const seen = await seenOf(disk, file);
  if (seen.kind === "refused") {
    assert.ok(seen.reason.includes(file), `the reason names no file that is damaged: ${seen.reason}`);
    return "refused";
  }
  const before = sound.shown.get(file)!;
  if (before.kind === "shown" && seen.text === before.text && !seen.cut) return "harmless";
  if (SWITCHES.includes(file) && bytes === undefined) return "switched off";
  if (file === "publisher.lic" && seen.text === sound.unlicensed) return "without licence";
  if (file === sound.lastSegment && sound.earlier.has(seen.text)) {
    if (seen.cut) return "cut off and told";
    if (endsWithLine(damage, sound.disk)) return "an earlier state";
  }
  throw new Error(`it shows another state, and tells nobody: ${differenceOf(seen, before)}`);
}

/** Where two begin to differ, and how. */
function differenceOf(seen: Seen, before: Seen): string {
  if (seen.kind !== "shown" || before.kind !== "shown") return `${seen.kind} after ${before.kind}`;
  const at = [...seen.text].findIndex((character, i) => character !== before.text[i]);
  const around = ({ text }: { readonly text: string }) => text.slice(Math.max(0, at - 20), at + 40);
  return `${around(seen)} instead of ${around(before)}`;
}

/** Only such a cut looks as if no more had ever been written. */
function endsWithLine({ file, length }: Damage, disk: SimulatedDisk): boolean {
  return length === 0 || (length !== undefined && disk.peek(file)![length - 1] === 10);
}

async function showsNoOtherEvents(disk: SimulatedDisk, { events }: Sound): Promise<void> {
  const others = (await eventsOn(disk)).filter((event) => !events.has(event));
  assert.deepEqual(others, [], "events are shown that were never recorded");
}

function withFile(
  disk: SimulatedDisk,
  file: string,
  bytes: Uint8Array<ArrayBuffer> | undefined,
): SimulatedDisk {
  const copy = disk.afterKill();
  copy.put(file, bytes);
  return copy;
}
