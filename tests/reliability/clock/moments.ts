import assert from "node:assert/strict";
import { HResult } from "../../../src/protocol/hresult.ts";
import { FakedSite } from "./faked.ts";
import { FakedHost } from "./faked_host.ts";

interface Moment {
  readonly zone: string;
  readonly time: string;
}

/** When 31 bits of seconds end, and when clocks change. */
export const MOMENTS: readonly Moment[] = [
  { zone: "UTC", time: "2038-01-19T03:14:08Z" },
  { zone: "Europe/Zurich", time: "2027-10-31T01:00:00Z" },
  { zone: "America/New_York", time: "2027-03-14T07:00:00Z" },
  { zone: "Australia/Lord_Howe", time: "2027-04-03T15:00:00Z" },
  { zone: "Africa/Casablanca", time: "2027-02-07T02:00:00Z" },
];

/** A host runs over the moment: it counts on, and its answers follow one another as seconds do. */
export async function crosses({ zone, time }: Moment): Promise<void> {
  const moment = Date.parse(time);
  const began = Date.now() - (moment - 45_000);
  const clock = `-${(began / 1000).toFixed(0)}`.replace("--", "+");
  await using site = await FakedSite.make({ clock, zone });
  await using host = await FakedHost.start(site, { clock, zone });
  const now = () => Date.now() - began;
  const first = await host.ask("computer 1", now());
  assert.deepEqual(first.result, HResult.activated, `before ${time}`);
  assert(first.issued! * 1000 < moment, `${time}: the host started too late to see it`);
  while (now() < moment + 1500) await new Promise((resolve) => setTimeout(resolve, 250));
  const second = await host.ask("computer 2", now());
  const { count, known } = await host.status();
  assert.deepEqual([second.result, count, known], [HResult.activated, 2, 2], `after ${time} in ${zone}`);
  assert(
    Math.abs(second.issued! * 1000 - now()) < 5000,
    `after ${time} the host's clock says ${second.issued}`,
  );
  await host.stop();
}

/** A client stands as its rules say while its clock is wrong, and is licensed when it is right again. */
export async function keepsItsLicence(): Promise<void> {
  await using site = await FakedSite.make({ clock: "+0" });
  await using host = await FakedHost.start(site, { clock: "+0" });
  await host.activates(3, Date.now());
  const state = `${site.folder}/client`;
  const kms = (clock: string, ...words: readonly string[]) => site.kms({ clock }, "--state", state, ...words);
  await kms("+0", "/ilc", `${site.folder}/publisher.lic`);
  await kms("+0", "/ipk", site.editorKey);
  await kms("+0", "/skms", `127.0.0.1:${host.port}`);
  await kms("+0", "/ato");
  const standing = async (clock: string) => JSON.parse(await kms(clock, "client", "status")).state;
  const seen: unknown[] = [];
  for (const clock of ["+0", "-40d", "+0", "+40d", "+0"]) seen.push(await standing(clock));
  await kms("+0", "/ato");
  seen.push(await standing("+0"));
  assert.deepEqual(seen, [1, 4, 1, 1, 1, 1], "the client's states"); // who only looks keeps nothing of a clock that is ahead
}
