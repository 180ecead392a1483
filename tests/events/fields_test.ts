import assert from "node:assert/strict";
import { EVENT_KINDS } from "../../src/events/catalogue.ts";
import { fieldMeanings } from "../../src/events/fields.ts";
import { ClientEventId, type LoggedEvent } from "../../src/policy/client_events.ts";
import { EventId } from "../../src/policy/events.ts";

Deno.test("fieldMeanings() tells of the fields of every event, those too that may be left out", () => {
  for (const id of Object.keys(EVENT_KINDS)) {
    assert.ok(fieldMeanings(Number(id) as LoggedEvent["id"]).has("time"), id);
  }
  assert.equal(fieldMeanings(EventId.settingChanged).get("by"), "who did it: local, or alice from 192.0.2.7");
  assert.equal(
    fieldMeanings(ClientEventId.answerReceived).get("address"),
    "where the host was reached; null where it was not",
  );
  assert.equal(fieldMeanings(EventId.userChanged).get("user"), undefined);
});
