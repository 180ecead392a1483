import assert from "node:assert/strict";
import { DAY } from "../../support/counting.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { FakedSite } from "./faked.ts";
import { FakedHost } from "./faked_host.ts";
import { crosses, keepsItsLicence, MOMENTS } from "./moments.ts";

const COMPUTERS = 6;
const RIGHT = { clock: "+0" };

export const clock: Trial = {
  number: 12,
  name: "clock back 40 days, forward 400, 2038, DST in four zones, 20,000 times too fast",
  goal: "count restored; nothing lapses that should not",
  bugs: [
    {
      name: "whoever has left by the clock is forgotten at once",
      file: "src/table/machine_table.ts",
      from: "      left.add(slot);\n",
      to: "      this.#store.remove(slot);\n",
      says: /after 400 days ahead: 0 !== 6/,
    },
    {
      name: "the 30 days of whoever asks by a clock that is behind begin then",
      file: "src/policy/state.ts",
      from: "...(isBehind(clock, event.time) ? { heldFrom: latestSaid(clock) } : {}),",
      to: "",
      says: /after 40 days behind: 3 !== 6/,
    },
  ],
  run: clocksGoWrong,
};

async function clocksGoWrong(torture: Torture): Promise<string> {
  const counts = await jumps(inForm(torture, { short: 200, long: 10_000 }));
  if (torture.form === "short") return `${counts} times the count was restored`;
  for (const [i, moment] of MOMENTS.entries()) {
    torture.progress(i, MOMENTS.length + 1);
    await crosses(moment);
  }
  await keepsItsLicence();
  return `${counts} times the count was restored; 2038 and DST in ${
    MOMENTS.length - 1
  } zones crossed; the client licensed again`;
}

/** A host whose clock goes wrong while it runs and while it rests. `fastFor`: milliseconds for which it is too fast. */
async function jumps(fastFor: number): Promise<number> {
  await using site = await FakedSite.make({ clock: "-60d" }); // so that its certificates hold for a clock that is behind
  let restored = 0;
  const same = (count: number, when: string) => {
    assert.equal(count, COMPUTERS, `the count after ${when}: ${count} !== ${COMPUTERS}`);
    restored += 1;
  };
  {
    await using host = await FakedHost.start(site, RIGHT);
    await host.activates(COMPUTERS, Date.now());
    await host.setClock("-40d");
    await host.activates(COMPUTERS / 2, Date.now() - 40 * DAY);
    await host.setClock("+0");
    same((await host.status()).count, "40 days behind");
    await host.setClock("+400d");
    assert.equal((await host.status()).count, 0);
    await host.stop();
  }
  await (await FakedHost.start(site, { clock: "+400d" })).stop();
  await using host = await FakedHost.start(site, RIGHT);
  same((await host.status()).count, "400 days ahead");
  await host.activates(COMPUTERS, Date.now());
  await host.setClock("+0 x20000");
  await new Promise((resolve) => setTimeout(resolve, fastFor));
  await host.ask("computer 1", Date.now());
  await host.setClock("+0 x1");
  same((await host.status()).count, "a clock that was too fast");
  await host.activates(COMPUTERS, Date.now());
  await host.stop();
  return restored;
}
