import { AdminDocument } from "../../../src/admin/admin_document.ts";
import { NOBODYS_RECORD } from "../../../src/admin/passwords.ts";
import type { User } from "../../../src/admin/users.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { toBase64Url } from "../../../src/protocol/bytes.ts";
import { Authority } from "../../../src/authority/authority.ts";
import { FILES } from "../../../src/authority/files.ts";
import { readProducts } from "../../../src/authority/catalogue.ts";
import { initialise } from "../../../src/authority/initialise.ts";
import { activateOnline } from "../../../src/host/activating.ts";
import type { Host } from "../../../src/host/host.ts";
import {
  changeSetting,
  clearKey,
  installKey,
  installLicence,
  removeKey,
} from "../../../src/host/installing.ts";
import { MonitoringDocument } from "../../../src/host/monitoring_document.ts";
import type { Disk } from "../../../src/ports.ts";
import { START } from "../../support/counting.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { Publisher } from "../../support/roles/publisher.ts";
import { openHost } from "../../support/roles/test_host.ts";
import type { Keeper } from "./keeper.ts";

/** All that is acknowledged and kept in documents, beside the journal of a host that serves. */
export async function keepers(): Promise<readonly Keeper[]> {
  return [await host(), administration(), monitoring(), await authority()];
}

/** publisher.lic, secrets.json, and what the journal says of them. */
async function host(): Promise<Keeper> {
  const time = new FakeTime(START);
  const publisher = await Publisher.create(time);
  const key = await publisher.authority.issueKey("host", []);
  return {
    name: "host",
    folder: new SimulatedDisk(),
    async open(disk) {
      const host = await openHost(disk, time, { note: () => {} });
      if (host.trouble !== undefined) {
        throw new Error(`the host is ${host.trouble.kind}: ${host.trouble.reason}`);
      }
      const tsig = (text: string | null) =>
        host.changeSecrets((store) => store.storeTsigKey("example.com", text));
      const interval = { name: "renewalInterval", value: 60 } as const;
      return {
        changes: [
          () => installLicence(host, publisher.licence),
          () => installKey(host, key),
          () => activateOnline(host, publisher.service),
          () => tsig("key text"),
          () => changeSetting(host, interval, () => Promise.resolve(null)),
          () => host.checkpoint(),
          () => clearKey(host),
          () => tsig(null),
          async () => host.state.facts.key === null ? undefined : await removeKey(host),
        ],
        parts: () => Promise.resolve(partsOf(host)),
      };
    },
  };
}

function partsOf({ licence, secrets, state: { facts } }: Host): Record<string, unknown> {
  const { hostKey, productKey, keyCleared, tsigKeys } = secrets;
  return {
    licence: licence?.payload.serial,
    hostKey: hostKey.publicKey.toHex(),
    productKey: productKey?.secret.toHex(),
    keyCleared,
    tsigKeys,
    settings: facts.settings,
    key: facts.key,
    activation: facts.activation?.certificate,
  };
}

function administration(): Keeper {
  const password = { ...NOBODYS_RECORD, hash: toBase64Url(new Uint8Array(32)) };
  const user = (name: string): User => ({ name, role: "reader", password });
  return {
    name: "remote administration",
    folder: new SimulatedDisk(),
    async open(disk) {
      const document = await AdminDocument.open(documentFolder(disk));
      return {
        changes: [
          () => document.change({ users: [user("one")] }),
          () => document.change({ users: [user("one"), user("two")] }),
          () => document.change({ enabled: true }),
          () => document.change({ users: [user("two")] }),
        ],
        parts: () => Promise.resolve({ ...document.facts }),
      };
    },
  };
}

function monitoring(): Keeper {
  return {
    name: "monitoring",
    folder: new SimulatedDisk(),
    open(disk) {
      const document = new MonitoringDocument(documentFolder(disk));
      const metrics = { enabled: true, address: "127.0.0.1", port: 9688 };
      return Promise.resolve({
        changes: [
          () => document.change({ metrics }),
          () => document.change({ notify: { kind: "off" }, metrics: { ...metrics, port: 9689 } }),
        ],
        parts: async () => {
          const { notify, metrics } = await document.read();
          return { notify, metrics };
        },
      });
    },
  };
}

/** No key is issued and no host activated that its database does not know of. */
async function authority(): Promise<Keeper> {
  const clock = new FakeTime(START);
  const folder = new SimulatedDisk();
  const wanted = {
    publisher: "Publisher",
    url: null,
    products: readProducts(`[{ "name": "Client", "kind": "client" }]`),
  };
  await initialise(wanted, { documents: documentFolder(folder), clock, random: new SeededRandom(1) });
  const lock = { during: <T>(work: () => Promise<T>) => work() };
  return {
    name: "authority",
    folder: folder.afterKill(),
    async open(disk: Disk) {
      const documents = documentFolder(disk);
      const authority = await Authority.open({ clock, documents, lock });
      const issue = () => authority.issueKey("host", []);
      return {
        changes: [issue, issue, issue],
        parts: async () => ({ database: await documents.json(FILES.database).read() }),
      };
    },
  };
}
