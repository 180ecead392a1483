import type { EventEntry, EventsPage } from "../../../../src/api/types.ts";
import type { HostEvent } from "../../../../src/policy/events.ts";
import { HResult } from "../../../../src/protocol/hresult.ts";
import { Driven } from "../../driving.tsx";
import { NOON, otherEvents, sampleLine, sampleRequest, SERVER_ID } from "../../samples.ts";

const DAY_MS = 86_400_000;

const EVENTS: readonly HostEvent[] = [
  ...otherEvents(NOON - 3 * DAY_MS),
  sampleRequest({ time: NOON - DAY_MS, result: HResult.belowThreshold, count: 4 }),
  sampleRequest({ time: NOON - 4000, name: "srv-01", productId: SERVER_ID, count: 5, needed: 5 }),
  sampleRequest({ time: NOON - 3000, name: "ws-04.corp.example", renewal: true, virtual: true }),
  sampleRequest({ time: NOON - 2000, name: "evil\u001b[2J\u202e日本語のとても長いサーバーの名前です" }),
];

function pageOf(events: readonly HostEvent[]): EventsPage {
  const entries = events.map((event, n): EventEntry => ({
    source: "journal",
    n,
    product: "productId" in event && event.productId !== SERVER_ID ? "Sample Client" : null,
    event,
  }));
  return { events: entries, before: "0", after: `${events.length}`, atEnd: true, unreadable: 0 };
}

function shown(columns: number, rows: number, events: readonly HostEvent[] = EVENTS): Driven {
  const board = new Driven({ columns, rows }).stream({ kind: "line", line: sampleLine() }).press("2");
  return board.answer("events", pageOf(events));
}

for (const [columns, rows] of [[80, 24], [60, 12], [132, 20]] as const) {
  Deno.test(`the activity at ${columns}x${rows}`, async (t) => {
    await t.assertSnapshot(`\n${shown(columns, rows).frame()}\n`);
  });

  Deno.test(`a whole event at ${columns}x${rows}`, async (t) => {
    await t.assertSnapshot(`\n${shown(columns, rows).press("down", "down", "enter").frame()}\n`);
  });
}

Deno.test("the activity of one day alone, held and frozen", async (t) => {
  const board = shown(80, 24, EVENTS.slice(-3)).press("down");
  await t.assertSnapshot(`\n${board.frame()}\n`);
  await t.assertSnapshot(`\n${board.press("space").frame()}\n`);
});

Deno.test("the activity before it is read, where nothing has happened, and while a filter is typed", async (t) => {
  const board = new Driven({ columns: 60, rows: 12 }).stream({ kind: "line", line: sampleLine() }).press("2");
  await t.assertSnapshot(`\n${board.frame()}\n`);
  await t.assertSnapshot(`\n${board.answer("events", pageOf([])).frame()}\n`);
  await t.assertSnapshot(`\n${board.press("/").frame()}\n`);
  await t.assertSnapshot(`\n${board.type('product:"Sample Client" result:refused desk').frame()}\n`);
});
