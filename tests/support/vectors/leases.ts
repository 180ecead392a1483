import { hardwareIdentity } from "../../../src/crypto/hardware.ts";
import type { ExchangeFrames } from "../../../src/client/check.ts";
import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import { sampleProduct, serverProduct } from "../samples/sample_licence.ts";
import { leaseComponents, leaseFrames, leaseHardware, leaseText } from "../samples/lease_samples.ts";
import { NOW, signedAuthority, signedHost } from "../samples/samples.ts";
import type { VectorFile } from "./format.ts";
import { damagedDocuments, damagedFrames } from "./damaged_leases.ts";
import { forgedLeases } from "./forged_leases.ts";

/** A stored lease, and all that it is judged by. */
export interface LeaseVector {
  readonly name: string;
  /** The text of lease.json. */
  readonly lease: string;
  /** The pinned product ID, 32 hexadecimal digits, and its group. */
  readonly product: string;
  readonly group: number;
  /** This computer's, 16 bytes. */
  readonly hardware: Uint8Array;
  /** This computer's clock and the highest time that it has seen, seconds since 1970. */
  readonly now: number;
  readonly seen: number;
  /** When the lease ends, seconds since 1970; in its place `expect`: why the lease does not hold. */
  readonly until?: number;
  readonly expect?: string;
}

const HOUR = 3600;
const LEASE_ENDS = NOW + 180 * 24 * HOUR;
const { id, group } = sampleProduct();
export const exampleLease: LeaseVector = {
  name: "a lease a minute old",
  lease: leaseText(leaseFrames()),
  product: id,
  group,
  hardware: leaseHardware,
  now: NOW + 60,
  seen: NOW + 60,
  until: LEASE_ENDS,
};

/** leases.json (SPEC 9.3). */
export function leases(): VectorFile {
  return {
    about: "Stored leases as they are judged offline, by the example's roots, with no licence file",
    vectors: [
      exampleLease,
      ...sound(),
      ...ofClocks(),
      ...ofHardware(),
      ...ofProducts(),
      ...[...damagedDocuments(), ...damagedFrames(), ...forgedLeases()].map(([name, lease, expect]) =>
        refused(name, expect, { lease })
      ),
    ],
  };
}

const sounds = (name: string, changes: Partial<LeaseVector>): LeaseVector => ({
  ...exampleLease,
  name,
  ...changes,
});

function refused(name: string, expect: string, changes: Partial<LeaseVector>): LeaseVector {
  const { until: _, ...judged } = { ...exampleLease, ...changes };
  return { ...judged, name, expect };
}

function sound(): LeaseVector[] {
  const holds = (name: string, frames: ExchangeFrames, until = LEASE_ENDS) =>
    sounds(name, { lease: leaseText(frames), until });
  const ending = signedHost({ notAfter: NOW / 60 });
  const ended = encodeAuthorityCertificate(signedAuthority({ notAfter: NOW / 60 }));
  const aDay = NOW + 24 * HOUR;
  return [
    sounds("spread over one line", { lease: JSON.stringify(JSON.parse(exampleLease.lease)) }),
    sounds("members in another order, and white space", {
      lease: JSON.stringify(
        Object.fromEntries(Object.entries(JSON.parse(exampleLease.lease)).reverse()),
        null,
        "\t",
      )
        .replaceAll("\n", "\r\n"),
    }),
    holds("a renewal", leaseFrames({ renewal: true, licenceState: 1 })),
    holds("a client without a name", leaseFrames({ name: "" })),
    holds("a name of 63 bytes", leaseFrames({ name: "n".repeat(63) })),
    holds("a short-lived machine", leaseFrames({ ephemeral: true }, { validity: 1440 }), aDay),
    holds("a validity above 180 days is capped", leaseFrames({}, { validity: 0xffffffff })),
    holds("a host that covers more groups", leaseFrames({}, {}, signedHost({ groups: 3 }))),
    holds("a host certificate that ended when the lease was issued", leaseFrames({}, {}, ending)),
    holds("an authority that ended when the lease was issued", {
      ...leaseFrames(),
      authorityCertificate: ended,
    }),
    holds("signed by the other two roots", {
      ...leaseFrames(),
      authorityCertificate: encodeAuthorityCertificate(signedAuthority({}, [2, 1])),
    }),
  ];
}

function ofClocks(): LeaseVector[] {
  return [
    sounds("its last second", { now: LEASE_ENDS - 1, seen: LEASE_ENDS - 1 }),
    refused("its end", "ended", { now: LEASE_ENDS, seen: LEASE_ENDS }),
    refused("a year later", "ended", { now: NOW + 365 * 24 * HOUR }),
    refused("a capped lease after 180 days", "ended", {
      lease: leaseText(leaseFrames({}, { validity: 400 * 1440 })),
      now: LEASE_ENDS,
    }),
    sounds("a clock 4 hours behind what was seen", { now: NOW + 60, seen: NOW + 60 + 4 * HOUR }),
    refused("a clock 4 hours and a second behind what was seen", "clockBack", { seen: NOW + 61 + 4 * HOUR }),
    sounds("a clock 4 hours behind the lease", { now: NOW - 4 * HOUR, seen: 0 }),
    refused("a clock 4 hours and a second behind the lease", "clockBack", {
      now: NOW - 1 - 4 * HOUR,
      seen: 0,
    }),
    refused("a clock of 1970", "clockBack", { now: 0, seen: 0 }),
  ];
}

function ofHardware(): LeaseVector[] {
  const components = (changes: Partial<Record<keyof typeof leaseComponents, string | undefined>>) =>
    hardwareIdentity({ ...leaseComponents, ...changes });
  const none = { system: undefined, board: undefined, disk: undefined, network: undefined };
  const other = { system: "other", board: "other", disk: "other", network: "other" };
  const of = (hardware: Uint8Array) => ({ lease: leaseText(leaseFrames({ hardware })) });
  const fewer = of(components({ ...none, system: leaseComponents.system }));
  const elsewhere = "otherComputer";
  return [
    ...(["system", "board", "disk", "network"] as const).map((name) =>
      sounds(`another ${name}: three of four are equal`, { hardware: components({ [name]: "other" }) })
    ),
    sounds("a component that is absent here", { hardware: components({ disk: undefined }) }),
    sounds("a component that was absent then", of(components({ network: undefined }))),
    refused("two of four are equal", elsewhere, {
      hardware: components({ disk: "other", network: "other" }),
    }),
    refused("two are absent here", elsewhere, {
      hardware: components({ disk: undefined, network: undefined }),
    }),
    refused("one of four is equal", elsewhere, {
      hardware: components({ ...other, board: leaseComponents.board }),
    }),
    refused("none of four is equal", elsewhere, { hardware: components(other) }),
    refused("none is present here", elsewhere, { hardware: components(none) }),
    refused("two components in each other's place", elsewhere, {
      hardware: components({ board: leaseComponents.disk, disk: leaseComponents.board }),
    }),
    sounds("two absent on both sides, one equal, one not", {
      ...of(components({ disk: undefined, network: undefined })),
      hardware: components({ board: "other", disk: undefined, network: undefined }),
    }),
    sounds("three absent on both sides, one equal", {
      ...fewer,
      hardware: components({ ...none, system: leaseComponents.system }),
    }),
    refused("three absent on both sides, and nothing else equal", elsewhere, {
      ...fewer,
      hardware: components({ ...none, system: "other" }),
    }),
    refused("three absent on both sides, the fourth on one", elsewhere, {
      ...fewer,
      hardware: components(none),
    }),
    sounds("nothing on either side", { ...of(components(none)), hardware: components(none) }),
  ];
}

function ofProducts(): LeaseVector[] {
  return [
    refused("another product of the same group", "otherProduct", { product: serverProduct.id }),
    refused("a product whose group the host does not cover", "productNotCovered", { group: 1 }),
    refused("a product of the last group", "productNotCovered", { group: 31 }),
    sounds("a product of the last group, covered", {
      lease: leaseText({
        ...leaseFrames({}, {}, signedHost({ groups: 0x80000000 })),
        authorityCertificate: encodeAuthorityCertificate(signedAuthority({ groups: 0xffffffff })),
      }),
      group: 31,
    }),
  ];
}
