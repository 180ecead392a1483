import assert from "node:assert/strict";
import { Calendar } from "../../src/simulation/calendar.ts";
import { Chance } from "../../src/simulation/chance.ts";
import { BEGINNING, DAY_MS, MINUTE_MS } from "../../src/simulation/plan.ts";

Deno.test("whoever is planned is taken once, in the order of times, in its minute", () => {
  const chance = new Chance(1);
  const clients = 500;
  const calendar = new Calendar(clients, BEGINNING, DAY_MS);
  const planned = new Map<number, number>();
  const plan = (client: number, time: number) => {
    planned.set(client, time);
    calendar.plan(client, time);
  };
  for (let client = 0; client < clients; client++) plan(client, BEGINNING + chance.next() * DAY_MS);
  let last = 0;
  let taken = 0;
  for (let minute = 0; minute < 3 * 1440; minute++) {
    for (const client of calendar.take()) {
      const time = calendar.timeOf(client);
      assert.equal(time, planned.get(client));
      assert.equal(Math.floor((time - BEGINNING) / MINUTE_MS), minute);
      assert.ok(time >= last);
      [last, taken] = [time, taken + 1];
      planned.delete(client);
      if (taken < 2 * clients) plan(client, time + MINUTE_MS + chance.next() * (DAY_MS - 2 * MINUTE_MS));
    }
  }
  assert.equal(planned.size, 0);
  assert.equal(taken, 3 * clients - 1);
});

Deno.test("a time beyond the span is refused", () => {
  const calendar = new Calendar(1, BEGINNING, DAY_MS);
  assert.throws(() => calendar.plan(0, BEGINNING + 2 * DAY_MS), RangeError);
});
