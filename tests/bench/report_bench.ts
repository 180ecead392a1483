/**
 * `deno task bench:reports [EVENTS] [MACHINES] [--json]`: how long all reports take over a journal of so many events, and how much
 * memory. The reports are made in a process of their own, so that its memory is theirs alone; the clock is this computer's.
 */
import { type Taken, taken, writeHost } from "./site/report_journal.ts";

const [events = 1_000_000, machines = 5000] = Deno.args.filter((text) => /^\d+$/.test(text)).map(Number);
const MAIN = new URL("../../main.ts", import.meta.url).pathname;

const folder = await Deno.makeTempDir({ prefix: "kms-bench-" });
try {
  await writeHost(folder, events, machines);
  const figures = [await measure(), await measure(), await measure()];
  const { seconds, megabytes } = figures.toSorted((a, b) => a.seconds - b.seconds)[1]!;
  const row = {
    what: "all reports, as pages",
    events,
    machines,
    seconds: Number(seconds.toFixed(1)),
    megabytes: Math.round(megabytes),
  };
  if (Deno.args.includes("--json")) console.log(JSON.stringify(row));
  else console.table([row]);
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function measure(): Promise<Taken> {
  const args = ["run", "-A", MAIN, "--state", folder, "report", "all", "--html", `${folder}/pages`];
  return await taken(Deno.execPath(), args);
}
