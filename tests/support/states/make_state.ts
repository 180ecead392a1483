import { changeSetting } from "../../../src/host/installing.ts";
import { EventId } from "../../../src/policy/events.ts";
import { DAY, HOUR, NO_HARDWARE } from "../counting.ts";
import type { SimulatedDisk } from "../disk/simulated_disk.ts";
import { ask } from "../roles/asking.ts";
import { TestClient } from "../roles/test_client.ts";
import { activatedHost, openHost, type TestHost } from "../roles/test_host.ts";
import { authorityNumbers, clientNumbers, hostNumbers, type StateNumbers } from "./numbers.ts";

/**
 * `deno run -A tests/support/states/make_state.ts tests/vectors/states/VERSION`: the state folders of this version, which every later
 * one must open. Run for each release, and never again for the same: what it wrote is kept as it is.
 */
const [folder] = Deno.args;
if (folder === undefined || await Deno.stat(folder).then(() => true, () => false)) {
  console.error("make_state: name a folder that is not there yet");
  Deno.exit(2);
}

const made = await activatedHost();
const disk = await writeHost(made);
const now = made.time.now();
const host = await openHost(disk.afterKill(), made.time);
const client = new TestClient();
const activated = await client.ready();
await activated.activate();
const numbers: StateNumbers = {
  now,
  host: hostNumbers(host, now),
  client: await clientNumbers(activated),
  authority: await authorityNumbers(made.publisher.authority),
};
await write("host", disk.contents());
await write("client", client.documents.snapshot());
await write("authority", made.publisher.disk.contents());
await Deno.writeTextFile(`${folder}/numbers.json`, JSON.stringify(numbers, null, 2) + "\n");

/** A host that was killed a while after a checkpoint, with machines of every kind. */
async function writeHost({ host, time, disk, ...others }: TestHost): Promise<SimulatedDisk> {
  const made = { host, time, disk, ...others };
  await host.start();
  for (let n = 1; n <= 4; n++) await ask(made, `desk ${n}`);
  await ask(made, "virtual", { virtual: true });
  await ask(made, "container", { ephemeral: true });
  await ask(made, "diskless", { hardware: NO_HARDWARE });
  await changeSetting(host, { name: "renewalInterval", value: 20_160 }, () => Promise.resolve(null));
  await time.advance(DAY);
  await host.record([{ id: EventId.dayPassed, time: time.now(), removed: 0 }]);
  await host.checkpoint();
  time.set(time.now() - 2 * HOUR);
  await ask(made, "desk 1", { renewal: true, licenceState: 1 });
  await ask(made, "too few", { productId: made.publisher.productId("Client") });
  await changeSetting(host, { name: "lowPriority", value: true }, () => Promise.resolve(null));
  return disk.afterKill();
}

async function write(part: string, files: Record<string, string>): Promise<void> {
  await Deno.mkdir(`${folder}/${part}`, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${part}/${name}`, text);
  }
}
