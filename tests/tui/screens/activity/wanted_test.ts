import assert from "node:assert/strict";
import type { EventEntry } from "../../../../src/api/types.ts";
import { EventId } from "../../../../src/policy/events.ts";
import { HResult } from "../../../../src/protocol/hresult.ts";
import { isWanted, readWanted, type Wanted } from "../../../../tui/screens/activity/wanted.ts";
import { sampleRequest } from "../../samples.ts";

function wantedIn(text: string): Wanted {
  const wanted = readWanted(text);
  if (typeof wanted === "string") throw new Error(wanted);
  return wanted;
}

function entry(
  changes: Parameters<typeof sampleRequest>[0] = {},
  product: string | null = "Sample Client",
): EventEntry {
  return { source: "journal", n: 1, product, event: sampleRequest(changes) };
}

Deno.test("what the host sorts out is told to the host", () => {
  assert.deepEqual(wantedIn("result:refused machine:WS-* id:12290,12310 id:12316").asked, {
    result: "refused",
    machine: "WS-*",
    ids: [EventId.requestProcessed, EventId.hostStarted, EventId.hostActivated],
  });
  assert.equal(wantedIn("RESULT:0xC004F038").asked.result, HResult.belowThreshold);
  assert.equal(wantedIn("result:0").asked.result, 0);
  assert.deepEqual(wantedIn("").asked, {});
});

Deno.test("what cannot be understood is said, and nothing is taken for something else", () => {
  for (
    const text of [
      "id:99",
      "id:",
      "id:12290,x",
      "result:",
      "result:soon",
      "result:-1",
      "machine:",
      "machine:" + "x".repeat(65),
    ]
  ) {
    assert.equal(typeof readWanted(text), "string", text);
  }
});

Deno.test("a product is known by a pattern of its whole name, in quotes where that has blanks", () => {
  assert.ok(isWanted(wantedIn('product:"sample client"'), entry()));
  assert.ok(isWanted(wantedIn("product:*CLIENT"), entry()));
  assert.ok(!isWanted(wantedIn("product:client"), entry()));
  assert.ok(!isWanted(wantedIn("product:*"), entry({}, null)));
});

Deno.test("any words are looked for in the event's text and fields, all of them", () => {
  const refused = entry({ name: "WS-04", result: HResult.belowThreshold, address: "192.0.2.9" });
  for (const text of ["ws-04", '"too few"', "192.0.2.9", "requestProcessed", "sample too"]) {
    assert.ok(isWanted(wantedIn(text), refused), text);
  }
  assert.ok(!isWanted(wantedIn("ws-04 ws-05"), refused));
});
