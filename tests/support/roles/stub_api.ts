import { ApiConsole } from "../../../src/api/client.ts";
import { LOCAL_CALLER } from "../../../src/api/caller.ts";
import type { Handlers, Input, Output, RouteName } from "../../../src/api/routes.ts";
import { answerApi, type ApiServices } from "../../../src/api/server.ts";
import type {
  AdminStatus,
  DnsStatus,
  Health,
  MachineRow,
  MetricsStatus,
  NotifyStatus,
  WatchLine,
} from "../../../src/api/types.ts";
import { SAMPLE_REPORT } from "../samples/sample_report.ts";
import { EventId } from "../../../src/policy/events.ts";
import { sampleHostStatus } from "../samples/sample_status.ts";

const ADMIN_STATUS: AdminStatus = {
  enabled: true,
  address: "0.0.0.0",
  port: 1691,
  listening: { address: "0.0.0.0", port: 1691 },
  fingerprint: "ab".repeat(32),
  users: [{ name: "alice", role: "reader" }],
};

const RECORD = { priority: 1, weight: 2, port: 1688, target: "kms.example.com" };
const DNS_STATUS: DnsStatus = {
  publishing: true,
  running: true,
  multicast: {
    enabled: true,
    announcement: { state: "announced", instance: "Example KMS", host: "server", reason: null },
  },
  domains: [{
    domain: "example.com",
    wanted: { priority: 1, weight: 2, server: null, target: null, signed: false },
    published: { record: { ...RECORD, ttl: 3600 }, server: "192.0.2.53:53", time: 7 },
    failure: { code: 0x8007232D, reason: "refused", remedy: "allow it", since: 8 },
  }],
};

const NOTIFY_STATUS: NotifyStatus = {
  kind: "webhook",
  target: "https://hooks.example …",
  failure: { time: 9, reason: "the webhook answers 404", lost: 2 },
};

const METRICS_STATUS: MetricsStatus = {
  enabled: true,
  address: "127.0.0.1",
  port: 9688,
  listening: { address: "127.0.0.1", port: 9688 },
};

export const SAMPLE_HEALTH: Health = {
  version: "0.1.0",
  computer: "kms-1",
  time: 1_800_000_000_000,
  severity: "warning",
  alerts: [{
    condition: "countLow",
    title: "the count is low",
    severity: "warning",
    since: 1_799_999_000_000,
    text: "the count is 7, less than the 25 that are set",
    remedy: "look",
  }],
  count: 7,
  known: 9,
  machineLimit: 500_000,
  daysLeft: 359,
  freeBytes: 40_123_456_789,
  refusals: 3,
  requests: 1234,
  settings: {
    alertCount: 25,
    alertQuiet: 168,
    alertDisk: 500,
    alertRefusals: 60,
    alertDuplicates: 0,
    alertDays: 30,
  },
  notify: { kind: "webhook", failure: null },
};

export const SAMPLE_MACHINE: MachineRow = {
  key: "ab".repeat(16),
  machineId: "ef".repeat(16),
  hardware: "ab".repeat(16),
  name: "desk-1",
  productId: "01".repeat(16),
  product: "Editor",
  kind: "virtual",
  virtual: true,
  ephemeral: false,
  counted: true,
  licenceState: 1,
  minutesLeft: 200_000,
  reported: { licenceState: 2, minutesLeft: 43_000 },
  result: 0,
  firstSeen: 1_799_000_000_000,
  lastSeen: 1_799_999_000_000,
  leaves: 1_802_591_000_000,
  duplicate: true,
};

/** A call of each route, and an answer to it. */
export const CALLS: { readonly [Name in RouteName]: { input: Input<Name>; output: Output<Name> } } = {
  status: { input: {}, output: sampleHostStatus() },
  installLicence: {
    input: { text: "a licence file\nin two lines", acceptNewRoots: true },
    output: { publisher: "Example", serial: 3, products: [{ name: "Editor", threshold: 25 }] },
  },
  installKey: {
    input: { key: "BCDFG-HJKMP" },
    output: { kind: "client", partialKey: "HJKMP", product: "Editor" },
  },
  removeKey: { input: {}, output: {} },
  settings: {
    input: {},
    output: {
      settings: [
        {
          ...{ kind: "number", name: "activationInterval", title: "activation interval", group: "service" },
          ...{ about: "How long a computer waits.", value: 60, initial: 120, min: 15, max: 43_200 },
          ...{ unit: "minutes", pending: null },
        },
        {
          ...{ kind: "switch", name: "multicast", title: "multicast", group: "publishing" },
          ...{ about: "Whether it is announced.", value: true, initial: false, pending: "a restart" },
        },
      ],
    },
  },
  changeSetting: { input: { name: "port", value: 1700 }, output: { pending: "a restart" } },
  activate: {
    input: { url: "https://activation.example/va1", id: null },
    output: { role: "client", product: "Editor", host: "kms:1688", count: 30, ends: 5, renewalInterval: 60 },
  },
  hosts: {
    input: { domain: "example.com" },
    output: { product: "Editor", notes: ["Cannot look up SRV"], hosts: [] },
  },
  installationId: { input: {}, output: { installationId: "0123456" } },
  checkConfirmation: {
    input: { confirmationId: "0123456-12" },
    output: {
      needed: 31,
      blocks: [{ text: "0123456", state: "misread" }, { text: "12", state: "unfinished" }],
      complete: false,
    },
  },
  confirm: { input: { confirmationId: "0123456 7" }, output: { role: "host", ends: 7 } },
  clearKey: { input: {}, output: { cleared: true } },
  reinstallLicence: {
    input: {},
    output: { publisher: "Example", serial: 4, products: [{ name: "Editor", threshold: 25 }] },
  },
  changeClientSetting: {
    input: { name: "host", value: "kms" },
    output: { value: "kms:1688", pending: null },
  },
  dns: { input: {}, output: DNS_STATUS },
  setDnsDomain: {
    input: { domain: "example.com", priority: 1, weight: 2, server: null, target: null, tsigKey: null },
    output: DNS_STATUS,
  },
  removeDnsDomain: { input: { domain: "example.com" }, output: DNS_STATUS },
  publishDns: { input: {}, output: DNS_STATUS },
  dnsSeen: {
    input: {},
    output: {
      domains: [{
        domain: "example.com",
        records: [{ ...RECORD, addresses: ["192.0.2.1"], ours: true }],
        failure: null,
      }],
    },
  },
  health: { input: {}, output: SAMPLE_HEALTH },
  notify: { input: {}, output: NOTIFY_STATUS },
  changeNotify: { input: { kind: "webhook", url: "https://hooks.example/x" }, output: NOTIFY_STATUS },
  testNotify: { input: {}, output: { kind: "webhook" } },
  metrics: { input: {}, output: METRICS_STATUS },
  changeMetrics: { input: { enabled: true, address: "127.0.0.1", port: null }, output: METRICS_STATUS },
  report: { input: { name: "duplicates", days: 7 }, output: { reports: [SAMPLE_REPORT] } },
  why: {
    input: { dnsServer: "192.0.2.53" },
    output: {
      role: "host",
      computer: "kms-1",
      version: "1.2.3",
      time: 7,
      broken: "key",
      steps: [
        { step: "licence", standing: "ok", seen: "of Example", code: null, text: null, remedy: null },
        {
          ...{ step: "key", standing: "broken", seen: "none", code: 0xC004F014 },
          ...{ text: "no product key is installed", remedy: "kms /ipk KEY" },
        },
      ],
    },
  },
  rearm: { input: {}, output: { machineId: "ab".repeat(16), rearmsLeft: 2 } },
  generalize: { input: {}, output: { role: "client" } },
  admin: { input: {}, output: ADMIN_STATUS },
  changeAdmin: { input: { enabled: true, port: 1691, address: null }, output: ADMIN_STATUS },
  addUser: { input: { name: "alice", role: "reader", password: "correct horse" }, output: {} },
  changePassword: { input: { name: "alice", password: "battery staple" }, output: {} },
  removeUser: { input: { name: "alice" }, output: {} },
  events: {
    input: {
      after: "1.20.3.0",
      limit: 50,
      ids: [12290, 12310],
      since: 5,
      until: 6,
      machine: "desk*",
      result: 0xC004F038,
    },
    output: {
      events: [{
        source: "journal",
        n: 7,
        product: null,
        event: { id: EventId.hostStarted, time: 5, version: "1" },
      }],
      before: "1.20.3.0",
      after: "1.40.3.0",
      atEnd: true,
      unreadable: 0,
    },
  },
  machines: {
    input: {
      sort: "name",
      descending: true,
      filter: "state:grace desk",
      offset: 40,
      limit: 20,
      around: "ab".repeat(16),
      lead: 5,
    },
    output: {
      time: 1_800_000_000_000,
      known: 900,
      counted: 800,
      total: 41,
      offset: 36,
      position: 41,
      rows: [SAMPLE_MACHINE],
    },
  },
  machine: {
    input: { id: "{ABABABAB-abab}", limit: 2, before: "1.20.3.0" },
    output: {
      time: 1_800_000_000_000,
      machine: SAMPLE_MACHINE,
      others: [{ ...SAMPLE_MACHINE, key: "cd".repeat(16), hardware: "cd".repeat(16) }],
      events: [{
        source: "journal",
        n: 7,
        product: "Editor",
        event: {
          id: EventId.cloneSeen,
          time: 1_800_000_000_000,
          machineId: "ef".repeat(16),
          name: "desk",
          hardwares: 2,
        },
      }],
      before: "1.20.3.0",
      atEnd: false,
    },
  },
  caller: { input: {}, output: { name: "alice from 192.0.2.7", role: "reader" } },
  activity: {
    input: {},
    output: {
      time: 1_800_000_000_000,
      since: 1_799_999_940_000,
      begins: 1_799_999_940_000,
      minutes: [{ requests: 4, activated: 2, tooFew: 1 }, { requests: 0, activated: 0, tooFew: 0 }],
      checkpoint: { time: 1_799_999_000_000, event: 90, machines: 9, bytes: 4096 },
      journal: { segments: 2, bytes: 17_000_000, next: 101, afterCheckpoint: 10 },
      freeBytes: 40_123_456_789,
    },
  },
  verifyEvents: {
    input: { after: "1.0.1.0." },
    output: {
      cursor: "1.400.3.2.abc",
      events: 2,
      bytes: 400,
      total: 900,
      first: 1,
      last: 2,
      explained: false,
      unfinished: 0,
      done: false,
      checkpoint: "read",
      unreadable: null,
      fault: { file: "journal-00000001.jsonl", line: 3, n: 3, reason: "it is damaged" },
    },
  },
};
export const ROUTE_NAMES = Object.keys(CALLS) as RouteName[];

/** Handlers that answer as CALLS says, and write down what they were asked. */
export class StubApi implements ApiServices {
  readonly asked: { readonly name: string; readonly input: unknown }[] = [];
  /** Thrown by every handler in place of an answer. */
  failure: Error | undefined;
  watch: (signal: AbortSignal) => AsyncIterable<WatchLine> = async function* () {};

  readonly handlers = Object.fromEntries(ROUTE_NAMES.map((name) => [name, (input: unknown) => {
    this.asked.push({ name, input });
    return this.failure === undefined ? Promise.resolve(CALLS[name].output) : Promise.reject(this.failure);
  }])) as unknown as Handlers;

  ask(method: string, path: string, body?: string): Promise<Response> {
    return answerApi(
      this,
      new Request(`http://localhost${path}`, body === undefined ? { method } : { method, body }),
      LOCAL_CALLER,
    );
  }

  /** A client of it, without a socket between. */
  console(): ApiConsole {
    return new ApiConsole(
      (path, init) => answerApi(this, new Request(`http://localhost${path}`, init), LOCAL_CALLER),
      () => {},
    );
  }
}
