import { AdminDocument } from "../../../src/admin/admin_document.ts";
import { NOBODYS_RECORD } from "../../../src/admin/passwords.ts";
import type { User } from "../../../src/admin/users.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { MonitoringDocument } from "../../../src/host/monitoring_document.ts";
import { readLogPage } from "../../../src/journal/event_log.ts";
import type { Host, HostOptions } from "../../../src/host/host.ts";
import type { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { machineEvent, upTo } from "../../support/samples/machine_events.ts";
import { activatedHost, openHost } from "../../support/roles/test_host.ts";
import { START } from "../../support/counting.ts";

/** A process that makes keys makes others than the one before. */
const OTHER_SEED = 2000;
/** Computers before the checkpoint, and after it. */
const BEFORE = 48;
const AFTER = 24;
/** Of remote administration. */
const USERS = 30;
const OPTIONS: Partial<HostOptions> = {
  segmentBytes: 12_000,
  checkpointEvery: 1_000_000,
  note: () => {},
};

/** The state of an activated host, all of it on disk: about 64 KiB. Its process was killed some time after its checkpoint. */
export async function hostFolder(): Promise<SimulatedDisk> {
  const { host, disk } = await activatedHost(OPTIONS);
  const documents = documentFolder(disk);
  const administration = await AdminDocument.open(documents);
  const user = (n: number): User => ({ name: `user ${n}`, role: "reader", password: NOBODYS_RECORD });
  await administration.change({ users: upTo(USERS).map(user) });
  const metrics = { enabled: true, address: "127.0.0.1", port: 9688 };
  await new MonitoringDocument(documents).change({ metrics });
  for (const n of upTo(BEFORE)) await host.record([machineEvent(n)]);
  await settled();
  await host.checkpoint();
  for (const n of upTo(AFTER)) await host.record([machineEvent(BEFORE + n)]);
  await settled();
  return disk.afterKill();
}

/** What there is to be seen of one part: its value as text, or why it is refused. */
export type Seen =
  | { readonly kind: "shown"; readonly text: string; readonly cut: boolean }
  | { readonly kind: "refused"; readonly reason: string };

/** Opens the host, or what `file` alone belongs to, on a copy of the folder. */
export async function seenOf(disk: SimulatedDisk, file: string): Promise<Seen> {
  const copy = disk.afterKill();
  try {
    if (file === "admin.json") {
      return shown((await AdminDocument.open(documentFolder(copy))).facts);
    }
    if (file === "monitoring.json") return shown(await new MonitoringDocument(documentFolder(copy)).read());
    return await seenOfHost(copy);
  } catch (error) {
    return { kind: "refused", reason: String(error) };
  }
}

async function seenOfHost(disk: SimulatedDisk): Promise<Seen> {
  const host = await openHost(disk, new FakeTime(START), { ...OPTIONS, seed: OTHER_SEED });
  const { trouble } = host;
  if (trouble === undefined) return { ...shown(stateOf(host)), cut: isCut(disk) };
  return { kind: "refused", reason: trouble.reason };
}

function stateOf(host: Host): unknown {
  const { state, secrets, licence } = host;
  const activation = host.activation(START);
  const { hostKey, productKey, keyCleared, tsigKeys } = secrets;
  const { health, ...facts } = state.facts;
  return {
    facts: { ...facts, quietSince: health.quietSince === null, alerts: health.alerts },
    requests: state.requests.snapshot(),
    machines: state.machines.records(),
    secrets: [hostKey.publicKey.toHex(), productKey?.secret.toHex(), keyCleared, tsigKeys],
    licence: [licence?.payload, licence?.authorityBytes.toHex()],
    activation: activation.kind,
  };
}

/** Whether the host has said (event 12317) that it cut off the end of the journal. */
function isCut(disk: SimulatedDisk): boolean {
  const last = disk.names.filter((name) => name.startsWith("journal-")).at(-1);
  return last !== undefined && new TextDecoder().decode(disk.peek(last)).includes(`"id":12317,`);
}

function shown(value: unknown): Seen & { kind: "shown" } {
  return { kind: "shown", text: JSON.stringify(value), cut: false };
}

/** The events that `kms events` shows, as texts. */
export async function eventsOn(disk: SimulatedDisk): Promise<readonly string[]> {
  const wish = { limit: 1000, window: {}, test: () => true };
  const { entries } = await readLogPage(disk, { after: "start" }, wish);
  return entries.map((entry) => JSON.stringify(entry));
}
