import fc from "fast-check";
import type { WatchLine } from "../../src/api/types.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import type { StreamChange } from "../../tui/model/host_view.ts";
import { CLIENT_ID, NOON, otherEvents, sampleRequest, sampleStatus, SERVER_ID } from "./samples.ts";

/** Names as an attacker sends them: every character there is, and those that matter more often. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 70 }),
  fc.string({
    unit: fc.constantFrom(
      "\u001b[2J",
      "\u009b",
      "\u202e",
      "\u2066",
      "\n",
      "\u0000",
      "\ud800",
      "日",
      "👩‍👩‍👧",
      "🇩🇪",
      "é",
      "a",
    ),
    maxLength: 70,
  }),
);

const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER });

const request: fc.Arbitrary<HostEvent> = fc.record({
  time: whole,
  result: fc.oneof(fc.constantFrom(...Object.values(HResult)), fc.nat({ max: 0xffffffff })),
  name: hostileText,
  productId: fc.constantFrom(CLIENT_ID, SERVER_ID, "3".repeat(32)),
  virtual: fc.boolean(),
  ephemeral: fc.boolean(),
  renewal: fc.boolean(),
  count: whole,
  needed: whole,
}).map(sampleRequest);

const event = fc.oneof(
  { weight: 3, arbitrary: request },
  { weight: 1, arbitrary: fc.constantFrom(...otherEvents(NOON)) },
  {
    weight: 1,
    arbitrary: hostileText.map((name): HostEvent => (
      { id: EventId.cloneSeen, time: NOON, machineId: "a".repeat(32), name, hardwares: 2 }
    )),
  },
);

const status = fc.record({
  time: whole,
  version: hostileText,
  computer: hostileText,
  count: whole,
  known: whole,
  listening: fc.option(fc.record({ address: hostileText, port: fc.nat({ max: 65_535 }) })),
  trouble: fc.option(fc.record({ reason: hostileText, remedy: fc.option(hostileText) })),
  publisher: fc.option(
    fc.record({ name: hostileText, licenceSerial: fc.nat(), url: fc.constant<string | null>(null) }),
  ),
  activation: fc.record({
    activated: fc.boolean(),
    text: hostileText,
    ends: fc.option(whole),
    daysLeft: fc.option(fc.integer()),
    sequence: fc.option(fc.nat()),
  }),
  products: fc.array(
    fc.record({
      id: fc.constantFrom(CLIENT_ID, SERVER_ID),
      name: hostileText,
      edition: hostileText,
      kind: fc.constantFrom("client" as const, "server" as const),
      threshold: whole,
      served: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
}).map(sampleStatus);

/** A line that the schema of the API lets through. */
export const watchLine: fc.Arbitrary<WatchLine> = fc.record({
  status,
  events: fc.array(event, { maxLength: 100 }),
  left: fc.oneof(fc.constant(0), whole),
});

/** Whatever can happen to the stream. */
export const change: fc.Arbitrary<StreamChange> = fc.oneof(
  { weight: 4, arbitrary: watchLine.map((line): StreamChange => ({ kind: "line", line })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("lost" as const),
      reason: hostileText,
      retrySeconds: fc.nat({ max: 15 }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<StreamChange>({ kind: "retrying" }, { kind: "refused" }) },
);
