/** `deno task pictures`: makes the pictures of docs/pictures anew, of an organisation that is simulated. */
import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import { reportsFrom } from "../../../src/app/reports/make_reports.ts";
import { reportPage } from "../../../src/reports/html/report_page.ts";
import type { ReportName } from "../../../src/reports/names.ts";
import { Chromium } from "./chromium.ts";
import { fakeMachine } from "../fakes/fake_machine.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { Organisation } from "../organisation/organisation.ts";
import { TempFolder } from "../disk/temp_folder.ts";
import { portsOver } from "../roles/test_host.ts";

/** With the height of each, at which a chart ends. */
const PICTURES: readonly { readonly name: ReportName; readonly height: number }[] = [
  { name: "activity-history", height: 590 },
  { name: "expiration-chart", height: 590 },
];
const WIDTH = 960;
const FOLDER = new URL("../../../docs/pictures/", import.meta.url).pathname;

await using folder = await TempFolder.make();
const time = new FakeTime(Date.parse("2026-03-01T07:20:00Z"));
const ports = portsOver(new DenoDisk(folder.path), time, { machine: fakeMachine("kms1") });
await new Organisation(ports, time, { computers: 3000, days: 200, seed: 7 }).live();
const names = PICTURES.map(({ name }) => name);
const reports = await reportsFrom(ports, "Europe/Berlin", { names, period: {} });

await Deno.mkdir(FOLDER, { recursive: true });
await using chromium = await Chromium.open();
for (const [i, { name, height }] of PICTURES.entries()) {
  const path = `${folder.path}/${name}.html`;
  await Deno.writeTextFile(path, reportPage(reports[i]!));
  await chromium.resize(WIDTH, height);
  for (const scheme of ["light", "dark"] as const) {
    await chromium.show(scheme);
    await chromium.load(path);
    await Deno.writeFile(`${FOLDER}${name}-${scheme}.png`, await chromium.screenshot());
  }
}
