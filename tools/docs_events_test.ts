import assert from "node:assert/strict";
import { EVENT_KINDS } from "../src/events/catalogue.ts";
import { clientEventSchema } from "../src/policy/client_events.ts";
import { hostEventSchema } from "../src/policy/events.ts";
import { eventsPage } from "./docs_events.ts";

const page = eventsPage();
/** The text of each event, by its number. */
const sections = new Map(
  page.split("\n### ").slice(1).map((text) => [Number(text.split(" ")[0]), text]),
);

Deno.test("docs/events.md has a section for every event, in the order of the numbers", () => {
  assert.deepEqual([...sections.keys()], Object.keys(EVENT_KINDS).map(Number).toSorted((a, b) => a - b));
});

Deno.test("docs/events.md lists every field of every event", () => {
  for (const { entries } of [...hostEventSchema.options, ...clientEventSchema.options]) {
    const section = sections.get(entries.id.literal)!;
    for (const field of Object.keys(entries).filter((name) => name !== "id" && name !== "time")) {
      assert(section.includes(`| \`${field}\` |`), `${entries.id.literal} ${field}`);
    }
  }
});

Deno.test("docs/events.md says of each field of a request what it means", () => {
  const rows = sections.get(12290)!.split("\n").filter((line) => line.startsWith("| `"));
  assert(rows.length > 15);
  for (const row of rows) assert.notEqual(row.split("|")[3]!.trim(), "", row);
});
