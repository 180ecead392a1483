import assert from "node:assert/strict";
import { kms } from "../support/terminal/command_line.ts";

Deno.test("kms simulate tells load, count and lapses, for people and for scripts", async () => {
  const words = ["simulate", "--clients", "60", "--hosts", "2", "--days", "10", "--outage", "2:0-10"];
  const { status, stdout } = await kms(...words);
  assert.equal(status, 0);
  assert.match(stdout, /^60 computers, 2 hosts, 10 days: \d+ requests\n/);
  assert.match(stdout, /host 2: 0 on average; .* count 0; journal 0 bytes/);
  assert.match(stdout, /activated +60 of 60/);
  const { plan, hosts, clients } = JSON.parse((await kms(...words, "--json")).stdout);
  assert.deepEqual(plan.outages, [{ host: 2, from: 0, to: 10 }]);
  assert.deepEqual([hosts[0].counted, hosts[1].requests, clients.lapses], [60, 0, 0]);
});

Deno.test("kms simulate says what of its plan makes no sense", async () => {
  for (
    const [words, says] of [
      [["--clients", "0"], /--clients takes a whole number from 1 to 10000000, got "0"/],
      [["--outage", "30-40"], /--outage takes HOST:FROM-TO in days, such as 1:30-32.5/],
      [["--outage", "1:40-30"], /--outage takes HOST:FROM-TO in days/],
      [["--outage", "2:30-40"], /--outage names host 2, and there are hosts 1 to 1/],
      [["--renewal-interval", "1"], /--renewal-interval takes a whole number from 15 to 43200/],
      [["--office", "900"], /--office takes a whole number from 0 to 480/],
      [["--kind", "fridge"], /--kind|kind/],
    ] as const
  ) {
    const { status, stderr, stdout } = await kms("simulate", ...words);
    assert.equal(status, 2, words.join(" "));
    assert.match(stderr, says);
    assert.equal(stdout, "");
  }
});
