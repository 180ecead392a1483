import { createHash } from "node:crypto";
import { verificationStep } from "../../../../src/app/handlers/verification.ts";
import { lookAtJournalEnd } from "../../../../src/journal/end.ts";
import { readLogPage } from "../../../../src/journal/event_log.ts";
import {
  claimedBatches,
  claimedEvent,
  claimedHead,
  decodeJournalLine,
  encodeJournalLine,
  GENESIS,
  parseJournalLine,
} from "../../../../src/journal/line.ts";
import { JOURNAL_START, JournalDamage, readJournal } from "../../../../src/journal/reader.ts";
import { segmentName } from "../../../../src/journal/segments.ts";
import { SIDE_LOGS, SideLog } from "../../../../src/journal/side_log.ts";
import { EventId, type HostEvent } from "../../../../src/policy/events.ts";
import { seenLine } from "../../../../src/reports/seen_event.ts";
import { SimulatedDisk } from "../../../support/disk/simulated_disk.ts";
import { writeJournal } from "../../../support/samples/journals.ts";
import {
  bytesOf,
  type Decoder,
  promise,
  textDecoder,
  textOf,
  unlessRefused,
  unlessRejected,
} from "../decoder.ts";

const request: HostEvent = {
  ...{
    id: EventId.requestProcessed,
    time: 1_767_000_000_000,
    result: 0,
    machineId: "ab".repeat(16),
    hardware: "cd".repeat(16),
  },
  ...{
    name: "büro-07",
    productId: "01".repeat(16),
    virtual: false,
    ephemeral: false,
    renewal: true,
    licenceState: 1,
  },
  ...{
    minutesLeft: 5,
    recorded: true,
    counted: true,
    count: 7,
    needed: 5,
    sequence: 9,
    address: "192.0.2.1",
  },
};
const events: readonly HostEvent[] = [
  { id: EventId.hostStarted, time: 1, version: "1" },
  request,
  { id: EventId.cloneSeen, time: 3, machineId: "ab".repeat(16), name: 'a"b', hardwares: 2 },
  { id: EventId.settingChanged, time: 4, name: "port", value: 1700, by: "alice from 192.0.2.7" },
];
const lines = events.map((event, i) =>
  bytesOf(encodeJournalLine({ n: i + 1, b: i + 1 }, event, GENESIS).text.slice(0, -1))
);
/** Of a line's end, which begins with `,"h":"`. */
const HASH_BYTES = 51;
const TOKENS = ['{"n":1,"b":1,', ',"h":"', '"id":12290', '"time":', "}\n{", '"by":"', "\n"];

/** The hash at the end is that of the line after none. */
function withHash(line: Uint8Array): Uint8Array {
  const opening = line.subarray(0, Math.max(0, line.length - HASH_BYTES));
  const hash = createHash("sha256").update(GENESIS).update(opening).digest("base64url");
  return bytesOf(`${textOf(opening)},"h":"${hash}"}`);
}

const chained: Decoder = {
  name: "journal line in its chain",
  samples: lines,
  tokens: TOKENS,
  read: (line) => {
    const read = unlessRefused(() => decodeJournalLine(line, GENESIS));
    if (read === undefined) return false;
    promise(lines.some((known) => textOf(known) === textOf(line)), "a line that nobody wrote fits the chain");
    return true;
  },
};

const unchained: Decoder = {
  name: "journal line",
  samples: lines,
  tokens: TOKENS,
  share: 2,
  repair: withHash,
  read: (line) => {
    const read = unlessRefused(() => parseJournalLine(line));
    const [head, event] = [claimedHead(line), claimedEvent(line)];
    claimedBatches(line);
    if (read === undefined) return false;
    promise(head?.n === read.n && head.b === read.b, "its head claims another place");
    const again = encodeJournalLine(read, read.event, GENESIS);
    // otherwise written, the same member may stand in it twice
    const isOurs = again.text.slice(0, -HASH_BYTES - 1) === textOf(line.subarray(0, -HASH_BYTES));
    const isClaimed = event === undefined || event.time === read.event.time && event.id === read.event.id;
    promise(!isOurs || isClaimed, "it claims to be another event");
    const second = decodeJournalLine(bytesOf(again.text.slice(0, -1)), GENESIS);
    promise(
      JSON.stringify(second.event) === JSON.stringify(read.event),
      "it is read otherwise when it is written anew",
    );
    return true;
  },
};

const disk = new SimulatedDisk();
await writeJournal(disk, [events.slice(0, 2), events.slice(2), events]);
const journal = disk.peek(segmentName(1))!;
const written = [...events, ...events].map((event) => JSON.stringify(event));

const whole: Decoder = {
  name: "journal",
  samples: [journal],
  tokens: TOKENS,
  share: 0.3,
  read: async (bytes) => {
    const damaged = diskOf(segmentName(1), bytes);
    const read: string[] = [];
    const tail = await unlessRejected(
      () => readJournal(damaged, JOURNAL_START, (event) => read.push(JSON.stringify(event))),
      JournalDamage,
    );
    await lookAtJournalEnd(damaged);
    if (tail === undefined) return false;
    promise(read.every((event, i) => event === written[i]), "events are read that nobody wrote there");
    promise(tail.soundBytes + tail.tornBytes === bytes.length, "bytes are neither sound nor torn");
    return true;
  },
};

function diskOf(name: string, bytes: Uint8Array): SimulatedDisk {
  const made = new SimulatedDisk();
  made.put(name, new Uint8Array(bytes));
  return made;
}

const WISH = { limit: 3, window: {}, test: () => true };

export const JOURNAL: readonly Decoder[] = [
  chained,
  unchained,
  whole,
  {
    name: "log beside the journal",
    samples: [bytesOf(events.map((event, i) => JSON.stringify({ n: i + 1, ...event })).join("\n"))],
    tokens: TOKENS,
    share: 0.2,
    read: async (bytes) => {
      const { entries, unreadable } = await new SideLog(
        diskOf(`${SIDE_LOGS.faults}.jsonl`, bytes),
        SIDE_LOGS.faults,
      ).read();
      promise(entries.every(({ n }) => Number.isInteger(n) && n > 0), "an event without a number");
      return unreadable === 0;
    },
  },
  textDecoder({
    name: "cursor of events",
    samples: ["1.0.0.0", "1.20.3.0", "start"],
    tokens: ["start", "end", ".", "99999999"],
    share: 0.3,
    read: async (text) => {
      const pages = [{ after: text }, { before: text }].map((start) =>
        unlessRejected(() => readLogPage(disk, start, WISH))
      );
      const [after, before] = await Promise.all(pages);
      promise(
        [after, before].every((page) => (page?.entries.length ?? 0) <= WISH.limit),
        "more than was wished for",
      );
      return after !== undefined;
    },
  }),
  textDecoder({
    name: "cursor of checking the journal",
    samples: ["1.0.0.0.", "1.300.3.2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    tokens: [".", "_", "99999999"],
    share: 0.5,
    read: async (text) =>
      await unlessRejected(() => verificationStep(disk, text, { kind: "none" })) !== undefined,
  }),
  textDecoder({
    name: "journal line, as reports read it",
    samples: lines.map(textOf),
    json: true,
    share: 2,
    read: (text) => {
      const seen = seenLine(text);
      promise(seen === undefined || Number.isSafeInteger(seen.time), "an event without a time");
      return seen !== undefined;
    },
  }),
];
