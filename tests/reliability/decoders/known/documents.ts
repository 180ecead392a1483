import { documentFolder } from "../../../../src/adapters/disk/documents.ts";
import { AdminDocument } from "../../../../src/admin/admin_document.ts";
import { matchesPassword } from "../../../../src/admin/passwords.ts";
import { Authority } from "../../../../src/authority/authority.ts";
import { ClientStore, newClient } from "../../../../src/client/client_store.ts";
import { decodeLease, encodeLease, verifyLease } from "../../../../src/client/lease.ts";
import { scrypt } from "../../../../src/crypto/scrypt.ts";
import { MonitoringDocument } from "../../../../src/host/monitoring_document.ts";
import { SecretsStore } from "../../../../src/host/secrets.ts";
import { OperationError } from "../../../../src/policy/operation_error.ts";
import { NewerFormat } from "../../../../src/policy/kept_format.ts";
import { DecodeError } from "../../../../src/protocol/decode_error.ts";
import type { SimulatedDisk } from "../../../support/disk/simulated_disk.ts";
import { FakeTime } from "../../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../../support/fakes/seeded_random.ts";
import { leaseFrames, leaseHardware } from "../../../support/samples/lease_samples.ts";
import { clientProductKey, sampleProduct } from "../../../support/samples/sample_licence.ts";
import { exampleBytes, rootPublicKeys } from "../../../support/samples/samples.ts";
import { TestAuthority } from "../../../support/roles/test_authority.ts";
import {
  bytesOf,
  type Decoder,
  type ErrorClass,
  promise,
  samplesOf,
  textOf,
  unlessRejected,
} from "../decoder.ts";
import { toBase64Url, toHex } from "../../../../src/protocol/bytes.ts";
import { diskOf } from "./checkpoints.ts";

/** A document of a state folder. */
function document(
  name: string,
  samples: readonly unknown[],
  read: (disk: SimulatedDisk) => Promise<unknown>,
  ...refusals: readonly ErrorClass[]
): Decoder {
  return {
    name,
    samples: samplesOf(...samples),
    json: true,
    share: 0.3,
    read: async (input) =>
      await unlessRejected(async () => ({ read: await read(diskOf({ [name]: input })) }), ...refusals) !==
        undefined,
  };
}

const time = new FakeTime(Date.parse("2026-01-15T10:00:00Z"));
const authority = await TestAuthority.make();
const authorityFiles = [...authority.documents.texts.keys()].filter((name) => name !== "authority.json");

const secrets = {
  format: 1,
  hostKey: toBase64Url(exampleBytes("host")),
  hardware: toHex(leaseHardware),
  productKey: clientProductKey(1),
  keyCleared: false,
  tsigKeys: { "example.com": "key" },
};
const client = {
  ...newClient(new SeededRandom(1), 0),
  clientKey: clientProductKey(1),
  cachedHost: { host: "a", port: 1, address: "b", domain: "c" },
};
const admin = {
  ...{ format: 1, enabled: true, address: "0.0.0.0", port: 1690, madeOn: toHex(leaseHardware) },
  users: [{
    name: "alice",
    role: "reader",
    password: {
      scrypt: { cost: 2, blockSize: 1, parallelization: 1 },
      salt: "A".repeat(22),
      hash: "A".repeat(43),
    },
  }],
};
const monitoring = {
  format: 1,
  notify: { kind: "webhook", url: "https://hooks.example/x" },
  metrics: { enabled: true, address: "127.0.0.1", port: 9688 },
};

const granted = JSON.stringify(encodeLease(leaseFrames()));

const lease: Decoder = {
  name: "lease.json",
  samples: samplesOf(encodeLease(leaseFrames())),
  json: true,
  share: 0.4,
  read: async (input) => {
    const text = textOf(input);
    const found = await unlessRejected(
      async () => {
        const stored = await documentFolder(diskOf({ "lease.json": bytesOf(text) })).json("lease.json")
          .read();
        const frames = decodeLease(stored);
        return verifyLease(frames, {
          roots: rootPublicKeys,
          product: sampleProduct(),
          hardware: leaseHardware,
        });
      },
      DecodeError,
      NewerFormat,
    );
    if (found === undefined || !("times" in found)) return false;
    promise(JSON.stringify(membersOf(text)) === granted, "a lease that nobody granted holds");
    return true;
  },
};

/** The members in their order; what else stands between them says nothing. */
function membersOf(text: string): unknown {
  const { format, request, reply, authorityCertificate } = JSON.parse(text.replace(/^\uFEFF/, ""));
  return { format, request, reply, authorityCertificate };
}

export const DOCUMENTS: readonly Decoder[] = [
  lease,
  document(
    "secrets.json",
    [secrets],
    (disk) =>
      new SecretsStore(documentFolder(disk).json("secrets.json"), new SeededRandom(1), leaseHardware).open(),
    DecodeError,
    NewerFormat,
  ),
  document(
    "client.json",
    [client],
    (disk) => new ClientStore(documentFolder(disk)).readFacts(),
    OperationError,
  ),
  document("admin.json", [admin], async (disk) => {
    const { facts: { users } } = await AdminDocument.open(documentFolder(disk));
    for (const { password } of users) await matchesPassword("correct horse", password, scrypt);
  }, OperationError),
  document(
    "monitoring.json",
    [monitoring],
    (disk) => new MonitoringDocument(documentFolder(disk)).read(),
    OperationError,
  ),
  document(
    "authority.json",
    [authority.database],
    async (disk) => {
      for (const name of authorityFiles) disk.put(name, bytesOf(authority.documents.texts.get(name)!));
      return await (await Authority.open({
        clock: time,
        documents: documentFolder(disk),
        lock: authority.lock,
      })).read();
    },
    DecodeError,
    OperationError,
  ),
];
