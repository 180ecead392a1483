import * as v from "valibot";
import { dnsDomainSchema, publishedRecordSchema } from "./dns.ts";
import { CONDITIONS, NOTIFY_KINDS, SEVERITIES } from "./alerts.ts";
import { SETTING_NAMES } from "./settings.ts";

/**
 * Numbers of the events, as they stand in the journal. 12288 to 12294 mean what they mean on the original; those from
 * 12310 are our own. Written out, never renumbered.
 */
export const EventId = {
  requestProcessed: 12290,
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
  alertRaised: 12340,
  alertCleared: 12341,
  notifyChanged: 12342,
  metricsChanged: 12343,
} as const;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const hex = (digits: number) => v.pipe(v.string(), v.length(digits), v.regex(/^[0-9a-f]*$/));
const time = v.pipe(whole, v.description("milliseconds since 1970"));
const by = v.optional(v.pipe(v.string(), v.description("who did it: local, or alice from 192.0.2.7")));

/** A request was answered: event 12290. It holds all that the fold needs to know of the machine. */
const requestProcessed = v.strictObject({
  id: v.literal(EventId.requestProcessed),
  time,
  result: v.pipe(whole, v.description("HRESULT of the answer")),
  machineId: hex(32),
  hardware: hex(32),
  name: v.string(),
  productId: hex(32),
  virtual: v.boolean(),
  ephemeral: v.boolean(),
  renewal: v.boolean(),
  /** The client's licence state, 0 to 5, and the minutes until it ends. */
  licenceState: v.pipe(whole, v.maxValue(5)),
  minutesLeft: whole,
  /** Whether a record of the machine is kept, and whether it counts. */
  recorded: v.boolean(),
  counted: v.boolean(),
  /** The host's count with this machine, and what the product needs (0 where the host does not know the product). */
  count: whole,
  needed: whole,
  /** Sequence of the reply. */
  sequence: whole,
  /** The address that the request came from. */
  address: v.string(),
});
export type RequestProcessed = v.InferOutput<typeof requestProcessed>;

const otherEvents = [
  v.strictObject({ id: v.literal(EventId.hostStarted), time, version: v.string() }),
  /** `sequence`: that of the last reply. */
  v.strictObject({ id: v.literal(EventId.hostStopped), time, sequence: whole }),
  v.strictObject({
    id: v.literal(EventId.settingChanged),
    time,
    name: v.picklist(SETTING_NAMES),
    value: v.union([whole, v.boolean()]),
    by,
  }),
  v.strictObject({ id: v.literal(EventId.licenceInstalled), time, publisher: v.string(), serial: whole, by }),
  v.strictObject({ id: v.literal(EventId.keyInstalled), time, serial: whole, partialKey: v.string(), by }),
  v.strictObject({ id: v.literal(EventId.keyRemoved), time, serial: whole, by }),
  /** The text of the product key was forgotten; the activation goes on. */
  v.strictObject({ id: v.literal(EventId.keyCleared), time, serial: whole, by }),
  /** All that told this host from others was taken away: activation, machines, counters. */
  v.strictObject({ id: v.literal(EventId.hostGeneralized), time, by }),
  /** Both certificates in base64url. */
  v.strictObject({
    id: v.literal(EventId.hostActivated),
    time,
    certificate: v.string(),
    authorityCertificate: v.string(),
    online: v.boolean(),
    by,
  }),
  /** `bytes` that a crash left unfinished were cut from the journal's end: no reply had been sent for them. */
  v.strictObject({ id: v.literal(EventId.journalTailCut), time, bytes: whole }),
  /** The journal could not be written, for `reason`, since `since`; meanwhile clients were told to try later. */
  v.strictObject({ id: v.literal(EventId.diskRecovered), time, since: time, reason: v.string() }),
  /** One machine ID was seen on a second hardware. */
  v.strictObject({
    id: v.literal(EventId.cloneSeen),
    time,
    machineId: hex(32),
    name: v.string(),
    hardwares: whole,
  }),
  /** Remote administration was switched on or off, or moved to another port. */
  v.strictObject({ id: v.literal(EventId.adminChanged), time, enabled: v.boolean(), port: whole, by }),
  v.strictObject({
    id: v.literal(EventId.userChanged),
    time,
    user: v.string(),
    change: v.picklist(["added", "passwordChanged", "removed"]),
    by,
  }),
  v.strictObject({ id: v.literal(EventId.signedIn), time, user: v.string(), address: v.string() }),
  /** `failures`: how many sign-ins have failed since the event before of this kind, the last of them from `address`. */
  v.strictObject({ id: v.literal(EventId.signInFailed), time, failures: whole, address: v.string() }),
  /** A domain in which the host publishes itself was set, or removed (null). */
  v.strictObject({
    id: v.literal(EventId.dnsDomainChanged),
    time,
    domain: v.string(),
    wanted: v.nullable(dnsDomainSchema),
    by,
  }),
  /** The host's record is in DNS, or is there still; `server`: what took it. */
  v.strictObject({
    id: v.literal(EventId.dnsPublished),
    time,
    domain: v.string(),
    record: publishedRecordSchema,
    server: v.string(),
  }),
  v.strictObject({ id: v.literal(EventId.dnsWithdrawn), time, domain: v.string(), server: v.string() }),
  /** Publishing, or taking back, did not succeed; `code`: HRESULT, where there is one for it. */
  v.strictObject({
    id: v.literal(EventId.dnsFailed),
    time,
    domain: v.string(),
    code: v.nullable(whole),
    reason: v.string(),
    remedy: v.string(),
  }),
  /** The computer's clock was set, `by` so many milliseconds, negative where it was set back. */
  v.strictObject({
    id: v.literal(EventId.clockJumped),
    time,
    by: v.pipe(v.number(), v.integer(), v.description("milliseconds")),
  }),
  /** Computers come that no record can be kept of: told of the first, and again only after there was room. */
  v.strictObject({ id: v.literal(EventId.machineLimitReached), time, limit: whole }),
  /** Something is wrong with the host, or is of another severity than before. */
  v.strictObject({
    id: v.literal(EventId.alertRaised),
    time,
    condition: v.picklist(CONDITIONS),
    severity: v.picklist(SEVERITIES),
    text: v.string(),
    remedy: v.string(),
  }),
  /** It is wrong no more; `since`: when it was raised, `text`: what it said then. */
  v.strictObject({
    id: v.literal(EventId.alertCleared),
    time,
    condition: v.picklist(CONDITIONS),
    since: time,
    text: v.string(),
  }),
  /** Who is told of alerts was changed: the command or the address itself may be secret, and is not here. */
  v.strictObject({
    id: v.literal(EventId.notifyChanged),
    time,
    kind: v.picklist(NOTIFY_KINDS),
    by,
  }),
  /** The listener for metrics and probes was switched on or off, or moved. */
  v.strictObject({
    id: v.literal(EventId.metricsChanged),
    time,
    enabled: v.boolean(),
    address: v.string(),
    port: whole,
    by,
  }),
] as const;

export const hostEventSchema = v.variant("id", [requestProcessed, ...otherEvents]);
/** Everything that changes a host. Its state is the fold of these (policy/state.ts). */
export type HostEvent = v.InferOutput<typeof hostEventSchema>;
