import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkedHash,
  claimedHead,
  decodeJournalLine,
  encodeJournalLine,
  GENESIS,
} from "../../src/journal/line.ts";
import { bitFlips, wrongLengths } from "../support/samples/damage.ts";
import { hostEvents } from "../support/samples/host_events.ts";
import { eventOf } from "../support/samples/journals.ts";
import { assertRefuses } from "../support/refuses.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const sample = encodeJournalLine({ n: 7, b: 5 }, eventOf(1), GENESIS);
const sampleBytes = bytesOf(sample.text.trimEnd());

Deno.test("decodeJournalLine() reads what encodeJournalLine() writes, whatever the event", () => {
  fc.assert(
    fc.property(
      hostEvents,
      fc.integer({ min: 1 }),
      fc.integer({ min: 1 }),
      fc.base64String(),
      (event, n, b, before) => {
        const { text, hash } = encodeJournalLine({ n, b }, event, before);
        assert.equal(text.indexOf("\n"), text.length - 1);
        const line = bytesOf(text.slice(0, -1));
        assert.deepEqual(decodeJournalLine(line, before), { n, b, event, hash });
        assert.deepEqual([checkedHash(line, before), claimedHead(line)], [hash, { n, b }]);
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("encodeJournalLine() ends the line with h, the SHA-256 of the hash before and the line's bytes before it", async () => {
  const { text, hash } = encodeJournalLine({ n: 1, b: 1 }, eventOf(3), "previous");
  const opening = text.slice(0, text.indexOf(`,"h":"`));
  const digest = await crypto.subtle.digest("SHA-256", bytesOf("previous" + opening));
  assert.equal(hash, new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true }));
  assert.equal(Object.keys(JSON.parse(text)).at(-1), "h");
  assert.equal(JSON.parse(text).h, hash);
});

Deno.test("decodeJournalLine() refuses a line that follows on another", () => {
  assertRefuses(() => decodeJournalLine(sampleBytes, "another"), "checksum");
  assertRefuses(() => checkedHash(sampleBytes, "another"), "checksum");
});

Deno.test("decodeJournalLine() refuses every shorter line and every flipped bit", () => {
  for (const damaged of [...wrongLengths(sampleBytes), ...bitFlips(sampleBytes)]) {
    assertRefuses(() => decodeJournalLine(damaged, GENESIS), undefined, new TextDecoder().decode(damaged));
  }
});

Deno.test("decodeJournalLine() refuses an event that it does not know or that holds more than it should", () => {
  const strange = [
    { id: 1, time: 0 },
    { ...eventOf(1), time: -1 },
    { ...eventOf(1), more: true },
    { ...eventOf(1), version: 7 },
    { time: 0 },
  ];
  for (const event of strange) {
    const { text } = encodeJournalLine({ n: 1, b: 1 }, event as ReturnType<typeof eventOf>, GENESIS);
    assertRefuses(() => decodeJournalLine(bytesOf(text.trimEnd()), GENESIS), "range", text);
  }
});

Deno.test("claimedHead() tells nothing of what is no beginning of a line", () => {
  for (
    const text of ["", "{", `{"n":1}`, `{"b":1,"n":1,`, `{"n":-1,"b":1,`, `{"n":1,"b":1`, "\0".repeat(80)]
  ) {
    assert.equal(claimedHead(bytesOf(text)), undefined, text);
  }
});
