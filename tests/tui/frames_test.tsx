import fc from "fast-check";
import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import type { HostEvent } from "../../src/policy/events.ts";
import type { StreamChange } from "../../tui/model/host_view.ts";
import { widthOf } from "../../tui/text.ts";
import { change } from "./arbitraries.ts";
import { Driven } from "./driving.tsx";
import { NOON, otherEvents, sampleLine, sampleRequest, sampleStatus, SERVER_ID } from "./samples.ts";

function drawn(changes: readonly StreamChange[], columns: number, rows: number): string {
  return new Driven({ columns, rows }).stream(...changes).frame();
}

function line(events: HostEvent[], changes: Parameters<typeof sampleStatus>[0] = {}, left = 0): StreamChange {
  return { kind: "line", line: sampleLine(events, changes, left) };
}

/** One of each outcome, a few machines of each kind. */
const REQUESTS: HostEvent[] = [
  sampleRequest({ time: NOON, result: HResult.belowThreshold, count: 4 }),
  sampleRequest({ time: NOON + 1000, name: "srv-01", productId: SERVER_ID, count: 5, needed: 5 }),
  sampleRequest({ time: NOON + 2000, name: "ws-04.corp.example", renewal: true, virtual: true }),
  sampleRequest({ time: NOON + 3000, name: "build-7f3c", ephemeral: true, virtual: true }),
  sampleRequest({
    time: NOON + 4000,
    name: "ws-05",
    productId: "3".repeat(32),
    result: HResult.productNotServed,
    needed: 0,
  }),
  sampleRequest({ time: NOON + 5000, name: "late", result: HResult.clockOff, count: 499_999 }),
  sampleRequest({ time: NOON + 6000, name: "odd", result: 0x80001234 }),
];

const HOSTILE: HostEvent[] = [
  sampleRequest({ name: "evil\u001b[2J\u001b]0;x\u0007" }),
  sampleRequest({ name: "\u202etxt.exe\u202c\r\nnext" }),
  sampleRequest({ name: "日本語のとても長いサーバーの名前です" }),
  sampleRequest({ name: "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧" }),
  sampleRequest({ name: "e\u0301\u0302\u0303\u0304clair" }),
  sampleRequest({ name: "" }),
];

const VIEWS: Readonly<Record<string, readonly StreamChange[]>> = {
  "a host at work": [line(REQUESTS)],
  "other events": [line(otherEvents(NOON), {}, 312)],
  "hostile names": [line(HOSTILE, { computer: "kms\u001b[31m", publisher: null })],
  "no event yet": [line([])],
  "waiting for the host": [],
  "a lost connection": [line(REQUESTS), {
    kind: "lost",
    reason: "connection refused",
    retrySeconds: 4,
  }],
  "a sign-in that is refused": [line(REQUESTS), { kind: "refused" }],
  "a host in trouble": [line([], {
    trouble: {
      reason: "the journal is damaged at line 312 of segment 4: the hash chain does not hold",
      remedy: "restore the state folder from a backup",
    },
    listening: null,
  })],
  "a host that is not activated": [line([], {
    activation: {
      activated: false,
      text:
        "the host's hardware has changed, so it must be activated again: kms /ato, or kms /dti and kms /atp CID",
      ends: null,
      daysLeft: null,
      sequence: null,
    },
    products: sampleStatus().products.map((product) => ({ ...product, served: false })),
  })],
  "an activation that ends soon": [line([], {
    activation: { activated: true, text: "", ends: NOON + 86_400_000, daysLeft: 1, sequence: 1 },
  })],
  "no licence file": [line([], { publisher: null, products: [] })],
  "many products": [line(REQUESTS, {
    count: 500_000,
    products: Array.from({ length: 30 }, (_, i) => ({
      id: String(i),
      name: `Contoso Enterprise Suite for Workgroups ${i}`,
      edition: "",
      kind: "client" as const,
      threshold: 25 * (i + 1),
      served: true,
    })),
  })],
};

for (const [name, view] of Object.entries(VIEWS)) {
  Deno.test(`the overview shows ${name} at 80 columns`, async (t) => {
    await t.assertSnapshot(`\n${drawn(view, 80, 24)}\n`);
  });
  Deno.test(`the overview shows ${name} on the smallest terminal`, async (t) => {
    await t.assertSnapshot(`\n${drawn(view, 60, 12)}\n`);
  });
}

Deno.test("the overview uses the room of a large terminal", async (t) => {
  await t.assertSnapshot(`\n${drawn([line(REQUESTS), line(HOSTILE)], 132, 30)}\n`);
});

for (const [columns, rows] of [[40, 24], [59, 24], [80, 11], [20, 2], [5, 1]] as const) {
  Deno.test(`a terminal of ${columns}x${rows} is said to be too small`, async (t) => {
    await t.assertSnapshot(`\n${drawn([line(REQUESTS)], columns, rows)}\n`);
  });
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

Deno.test("no frame is wider or higher than its terminal or holds a control character, whatever the host sends", () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), size, (changes, [columns, rows]) => {
      const lines = drawn(changes, columns, rows).split("\n");
      assert.ok(lines.length <= rows, `${lines.length} rows on ${rows}`);
      for (const line of lines) {
        assert.ok(!CONTROL.test(line), JSON.stringify(line));
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns on ${columns}: ${line}`);
      }
    }),
    { numRuns: 100 },
  );
});
