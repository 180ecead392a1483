import type { Activity, AlertView } from "../../../../src/api/types.ts";
import { HResult } from "../../../../src/protocol/hresult.ts";
import type { HostEvent } from "../../../../src/policy/events.ts";
import type { StreamChange } from "../../../../tui/model/host_view.ts";
import { Driven } from "../../driving.tsx";
import { NOON, otherEvents, sampleLine, sampleRequest, sampleStatus, SERVER_ID } from "../../samples.ts";

/** What the host says of its last hour and its files. */
const ACTIVITY: Activity = {
  time: NOON,
  since: NOON - 9_000_000,
  begins: NOON - 59 * 60_000,
  minutes: Array.from({ length: 60 }, (_, i) => ({ requests: (i * 7) % 41, activated: 0, tooFew: 0 })),
  checkpoint: { time: NOON - 120_000, event: 90, machines: 9, bytes: 4096 },
  journal: { segments: 2, bytes: 17_000_000, next: 101, afterCheckpoint: 10 },
  freeBytes: 41_000_000_000,
};

function drawn(changes: readonly StreamChange[], columns: number, rows: number): string {
  return new Driven({ columns, rows }).stream(...changes).answer("activity", ACTIVITY).frame();
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

const ALERTS: readonly AlertView[] = [
  {
    condition: "dnsFailing",
    title: "publishing in DNS fails",
    severity: "critical",
    since: NOON - 600_000,
    text: "the record cannot be put into lab.example: the name server refuses it (REFUSED)",
    remedy: "allow updates of the zone, or give the host a key: kms dns set lab.example --key FILE",
  },
  {
    condition: "countLow",
    title: "the count is low",
    severity: "warning",
    since: null,
    text: "18 computers count, fewer than the 20 that are expected",
    remedy: "look for what keeps the others from asking",
  },
];

const FAILURE = { code: null, reason: "REFUSED", remedy: "allow it", since: NOON - 600_000 };

const COUNTS = {
  total: 1234,
  failed: 34,
  byResult: { [HResult.activated]: 1200, [HResult.belowThreshold]: 30, [0x80001234]: 4 },
  byLicenceState: [20, 900, 300, 0, 0, 14],
};

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
  "alerts and failing DNS": [line(REQUESTS, {
    alerts: [...ALERTS],
    dns: [
      { domain: "corp.example", wanted: null, published: null, failure: null },
      { domain: "lab.example", wanted: null, published: null, failure: FAILURE },
    ],
    requests: COUNTS,
  })],
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
  const busy = line(REQUESTS, { alerts: [...ALERTS], requests: COUNTS });
  for (const [columns, rows] of [[132, 30], [200, 60]] as const) {
    await t.assertSnapshot(
      `\n${drawn([busy, line(HOSTILE, { alerts: [...ALERTS], requests: COUNTS })], columns, rows)}\n`,
    );
  }
});

Deno.test("Enter shows the selected alert as a whole, Esc goes back", async (t) => {
  const board = new Driven({ columns: 60, rows: 12 }).stream(line([], { alerts: [...ALERTS] }));
  await t.assertSnapshot(`\n${board.press("enter").frame()}\n`);
  await t.assertSnapshot(`\n${board.press("end").frame()}\n`);
  await t.assertSnapshot(`\n${board.press("escape", "down").frame()}\n`);
});
