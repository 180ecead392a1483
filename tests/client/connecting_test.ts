import assert from "node:assert/strict";
import { connectToAny, inTurns } from "../../src/client/connecting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { elapse, ScriptedHosts, type Site } from "../support/searching/scripted_hosts.ts";

const SIX = "2001:db8::1";
const FOUR = "192.0.2.1";
const open = (after = 0): Site => ({ after, answer: () => "silence" });

/** What came of connecting to the addresses of these sites, in that order. */
async function connect(sites: Readonly<Record<string, Site>>, timeoutMs = 5000) {
  const time = new FakeTime(0);
  const network = new ScriptedHosts(time);
  for (const [address, site] of Object.entries(sites)) network.sites.set(`${address} 1688`, site);
  const addresses = Object.keys(sites);
  const connecting = connectToAny(
    { clock: time, timer: time, network },
    { addresses, port: 1688 },
    timeoutMs,
  );
  const outcome = await elapse(time, connecting.then(({ address }) => address, (error: Error) => error));
  return { outcome, network, time };
}

Deno.test("families take turns, IPv6 first, each in its order", () => {
  assert.deepEqual(inTurns([FOUR, "192.0.2.2", "192.0.2.3", SIX, "2001:db8::2"]), [
    SIX,
    FOUR,
    "2001:db8::2",
    "192.0.2.2",
    "192.0.2.3",
  ]);
  assert.deepEqual(inTurns([FOUR]), [FOUR]);
});

Deno.test("a host that answers over IPv6 in time is asked over IPv6 alone", async () => {
  const { outcome, network } = await connect({ [FOUR]: open(), [SIX]: open(249) });
  assert.equal(outcome, SIX);
  assert.deepEqual(network.attempts, [`${SIX} 1688 at 0`]);
});

Deno.test("after 250 ms IPv4 is tried beside a silent IPv6, and wins", async () => {
  const { outcome, network } = await connect({ [FOUR]: open(20), [SIX]: "dead" });
  assert.equal(outcome, FOUR);
  assert.deepEqual(network.attempts, [`${SIX} 1688 at 0`, `${FOUR} 1688 at 250`]);
});

Deno.test("a refused IPv6 leaves its head start to IPv4", async () => {
  const { outcome, network } = await connect({ [SIX]: "refuses", [FOUR]: open() });
  assert.equal(outcome, FOUR);
  assert.deepEqual(network.attempts, [`${SIX} 1688 at 0`, `${FOUR} 1688 at 0`]);
});

Deno.test("the one that is late after all is closed, whichever it is", async () => {
  for (const [six, four, winner] of [[300, 200, SIX], [900, 20, FOUR]] as const) {
    const { outcome, network, time } = await connect({ [SIX]: open(six), [FOUR]: open(four) });
    assert.equal(outcome, winner);
    await time.advance(1000);
    await settled();
    assert.equal(network.open, 1);
  }
});

Deno.test("all addresses are tried, none beyond the time, and each reason is said once", async () => {
  const both = await connect({ [SIX]: "dead", [FOUR]: "refuses", "192.0.2.2": "refuses" });
  assert(both.outcome instanceof Error);
  assert.match(both.outcome.message, /^no answer within 5 seconds; connection refused$/);
  assert.equal(both.network.attempts.length, 3);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`192.0.2.${i}`, "dead" as const]));
  const short = await connect(many, 1000);
  assert(short.outcome instanceof Error);
  assert.deepEqual(short.network.attempts.map((text) => Number(text.split(" at ")[1])), [0, 250, 500, 750]);
  assert.equal(short.time.now(), 1000);
});
