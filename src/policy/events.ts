import * as v from "valibot";
import { dnsDomainSchema, publishedRecordSchema } from "./dns.ts";
import { CONDITIONS, NOTIFY_KINDS, SEVERITIES } from "./alerts.ts";
import { SETTING_NAMES } from "./settings.ts";

/**
 * Numbers of the events, as they stand in the journal. 12288 to 12294 mean what they mean on the original; those from
 * 12310 are our own. Written out, never renumbered. 12288 and 12289 are a client's (client_events.ts).
 */
export const EventId = {
  requestProcessed: 12290,
  hostFailed: 12291,
  dnsFailed: 12293,
  dnsPublished: 12294,
  hostStarted: 12310,
  hostStopped: 12311,
  settingChanged: 12312,
  licenceInstalled: 12313,
  keyInstalled: 12314,
  keyRemoved: 12315,
  hostActivated: 12316,
  journalTailCut: 12317,
  cloneSeen: 12318,
  diskRecovered: 12319,
  keyCleared: 12320,
  hostGeneralized: 12321,
  adminChanged: 12322,
  userChanged: 12323,
  signedIn: 12324,
  signInFailed: 12325,
  dnsDomainChanged: 12326,
  dnsWithdrawn: 12327,
  clockJumped: 12328,
  machineLimitReached: 12329,
  hostSealed: 12330,
  journalPruned: 12331,
  dayPassed: 12332,
  addressLimitReached: 12333,
  publicAddressRefused: 12334,
  alertRaised: 12340,
  alertCleared: 12341,
  notifyChanged: 12342,
  metricsChanged: 12343,
} as const;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const said = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));
const hex = (digits: number, text: string) =>
  said(v.pipe(v.string(), v.length(digits), v.regex(/^[0-9a-f]*$/)), text);
const time = said(whole, "milliseconds since 1970");
const by = v.optional(said(v.string(), "who did it: local, or alice from 192.0.2.7"));
const machineId = hex(32, "machine ID (CMID) of the computer");
const machineName = said(v.string(), "what the computer calls itself");
const keySerial = said(whole, "serial of the product key");
const domain = said(v.string(), "DNS domain");
const reason = said(v.string(), "why");
const remedy = said(v.string(), "what to do about it");
const condition = said(v.picklist(CONDITIONS), "what is wrong, as kms health --json calls it");

/** A request was answered: event 12290. It holds all that the fold needs to know of the machine. */
const requestProcessed = v.strictObject({
  id: v.literal(EventId.requestProcessed),
  time,
  result: said(whole, "HRESULT of the answer; 0 is activated"),
  machineId,
  hardware: hex(32, "the computer's hardware: four components of 8 digits"),
  name: machineName,
  productId: hex(32, "activation ID of the product"),
  virtual: said(v.boolean(), "whether the computer is a virtual machine"),
  ephemeral: said(v.boolean(), "whether it asked for a short lease: recorded, and never counted"),
  renewal: said(v.boolean(), "whether it held a lease already"),
  licenceState: said(
    v.pipe(whole, v.maxValue(5)),
    "of the computer: 0 unlicensed, 1 licensed, 2 initial grace, 3 additional grace, 4 not genuine, 5 notification",
  ),
  minutesLeft: said(whole, "until that state ends; 0 where it does not"),
  recorded: said(v.boolean(), "whether a record of the computer is kept"),
  counted: said(v.boolean(), "whether the computer counts"),
  count: said(whole, "the host's count with this computer"),
  needed: said(whole, "the count that the product needs; 0 where the host does not know the product"),
  sequence: said(whole, "of the reply"),
  address: said(v.string(), "where the request came from"),
});
export type RequestProcessed = v.InferOutput<typeof requestProcessed>;

const otherEvents = [
  /** The port was taken, the state could not be read, or the like. */
  v.strictObject({
    id: v.literal(EventId.hostFailed),
    time,
    code: said(v.nullable(whole), "HRESULT; null where there is none for it"),
    reason,
    remedy: v.nullable(remedy),
  }),
  v.strictObject({ id: v.literal(EventId.hostStarted), time, version: said(v.string(), "of the program") }),
  v.strictObject({ id: v.literal(EventId.hostStopped), time, sequence: said(whole, "of the last reply") }),
  v.strictObject({
    id: v.literal(EventId.settingChanged),
    time,
    name: said(v.picklist(SETTING_NAMES), "which setting"),
    value: said(v.union([whole, v.boolean()]), "as it is now"),
    by,
  }),
  v.strictObject({
    id: v.literal(EventId.licenceInstalled),
    time,
    publisher: v.string(),
    serial: said(whole, "of the licence file"),
    by,
  }),
  v.strictObject({
    id: v.literal(EventId.keyInstalled),
    time,
    serial: keySerial,
    partialKey: said(v.string(), "its last five characters"),
    by,
  }),
  v.strictObject({ id: v.literal(EventId.keyRemoved), time, serial: keySerial, by }),
  /** The text of the product key was forgotten; the activation goes on. */
  v.strictObject({ id: v.literal(EventId.keyCleared), time, serial: keySerial, by }),
  /** All that told this host from others was taken away: activation, machines, counters. */
  v.strictObject({ id: v.literal(EventId.hostGeneralized), time, by }),
  v.strictObject({
    id: v.literal(EventId.hostActivated),
    time,
    certificate: said(v.string(), "the host's, base64url"),
    authorityCertificate: said(v.string(), "base64url"),
    online: said(v.boolean(), "false: by Confirmation ID"),
    by,
  }),
  v.strictObject({
    id: v.literal(EventId.journalTailCut),
    time,
    bytes: said(whole, "that a crash left unfinished, and no reply had been sent for"),
  }),
  /** The journal could not be written; meanwhile clients were told to try later. */
  v.strictObject({
    id: v.literal(EventId.diskRecovered),
    time,
    since: said(whole, "when it failed, milliseconds since 1970"),
    reason,
  }),
  v.strictObject({
    id: v.literal(EventId.cloneSeen),
    time,
    machineId,
    name: machineName,
    hardwares: said(whole, "on how many the one machine ID is seen"),
  }),
  v.strictObject({
    id: v.literal(EventId.adminChanged),
    time,
    enabled: v.boolean(),
    port: whole,
    by,
  }),
  v.strictObject({
    id: v.literal(EventId.userChanged),
    time,
    user: v.string(),
    change: v.picklist(["added", "passwordChanged", "removed"]),
    by,
  }),
  v.strictObject({ id: v.literal(EventId.signedIn), time, user: v.string(), address: v.string() }),
  v.strictObject({
    id: v.literal(EventId.signInFailed),
    time,
    failures: said(whole, "sign-ins that have failed since the event before of this kind"),
    address: said(v.string(), "where the last of them came from"),
  }),
  v.strictObject({
    id: v.literal(EventId.dnsDomainChanged),
    time,
    domain,
    wanted: said(v.nullable(dnsDomainSchema), "how to publish there; null where it was removed"),
    by,
  }),
  /** The host's record is in DNS, or is there still. */
  v.strictObject({
    id: v.literal(EventId.dnsPublished),
    time,
    domain,
    record: publishedRecordSchema,
    server: said(v.string(), "what took it"),
  }),
  v.strictObject({
    id: v.literal(EventId.dnsWithdrawn),
    time,
    domain,
    server: said(v.string(), "what took it"),
  }),
  /** Publishing, or taking back, did not succeed. */
  v.strictObject({
    id: v.literal(EventId.dnsFailed),
    time,
    domain,
    code: said(v.nullable(whole), "HRESULT; null where there is none for it"),
    reason,
    remedy,
  }),
  /** It stands in faults.jsonl: a journal that cannot be trusted is not written to. */
  v.strictObject({ id: v.literal(EventId.hostSealed), time, reason, remedy }),
  /** Written before the files go, so that the journal always says where it begins. */
  v.strictObject({
    id: v.literal(EventId.journalPruned),
    time,
    events: said(whole, "number of the last event that was removed"),
    segment: said(whole, "the first file that is kept"),
    before: said(v.string(), "hash that the first line of that file chains on"),
  }),
  /** Once for each day of running: the clock is looked at, and what has passed its time for certain goes. */
  v.strictObject({
    id: v.literal(EventId.dayPassed),
    time,
    removed: said(whole, "records of computers that were removed, 30 days and more after their last contact"),
  }),
  /** The computer slept, or its clock was set. */
  v.strictObject({
    id: v.literal(EventId.clockJumped),
    time,
    by: said(v.pipe(v.number(), v.integer()), "milliseconds; negative where it was set back"),
  }),
  /** Told of the first computer that no record can be kept of, and again only after there was room. */
  v.strictObject({
    id: v.literal(EventId.machineLimitReached),
    time,
    limit: said(whole, "machines that records are kept of, at most"),
  }),
  /** Told of the first new computer of an address that is one too many within its day, not of each. */
  v.strictObject({
    id: v.literal(EventId.addressLimitReached),
    time,
    address: said(
      v.string(),
      "where the computers come from: an IPv4 address, or the first 64 bits of an IPv6 one",
    ),
    limit: said(whole, "new machines that one address may bring within a day"),
  }),
  /** Told of the first computer of a public network that is refused within an hour, not of each. */
  v.strictObject({
    id: v.literal(EventId.publicAddressRefused),
    time,
    address: said(v.string(), "where it asked from"),
  }),
  /** Something is wrong with the host, is of another severity than before, or since another time by the clock. */
  v.strictObject({
    id: v.literal(EventId.alertRaised),
    time,
    condition,
    severity: said(v.picklist(SEVERITIES), "how bad it is"),
    since: v.optional(
      said(
        whole,
        "since when, milliseconds since 1970; left out by older versions: when it was first raised",
      ),
    ),
    reason: said(v.string(), "what is wrong, with its numbers"),
    remedy,
  }),
  v.strictObject({
    id: v.literal(EventId.alertCleared),
    time,
    condition,
    since: said(whole, "when it was raised, milliseconds since 1970"),
    reason: said(v.string(), "what it said then"),
  }),
  /** The command or the address itself may be secret, and is not here. */
  v.strictObject({
    id: v.literal(EventId.notifyChanged),
    time,
    kind: said(v.picklist(NOTIFY_KINDS), "who is told of alerts"),
    by,
  }),
  v.strictObject({
    id: v.literal(EventId.metricsChanged),
    time,
    enabled: said(v.boolean(), "whether metrics and probes are served"),
    address: said(v.string(), "where"),
    port: said(whole, "TCP port"),
    by,
  }),
] as const;

export const hostEventSchema = v.variant("id", [requestProcessed, ...otherEvents]);
/** Everything that changes a host. Its state is the fold of these (policy/state.ts). */
export type HostEvent = v.InferOutput<typeof hostEventSchema>;

const schemasById = new Map<unknown, v.GenericSchema<unknown, HostEvent>>(
  hostEventSchema.options.map((schema) => [schema.entries.id.literal, schema]),
);

/** The schema for what may be an event: that of its ID alone, where there is one, for that of all tries one after another. */
export function eventSchemaFor(event: unknown): v.GenericSchema<unknown, HostEvent> {
  return schemasById.get((event as { readonly id?: unknown } | null)?.id) ?? hostEventSchema;
}
