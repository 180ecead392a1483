import { ClientEventId, type LoggedEvent } from "../policy/client_events.ts";
import { EventId } from "../policy/events.ts";

/** How much an event asks of a person, as syslog has it (RFC 5424, 6.2.1). */
export type Severity = "error" | "warning" | "notice" | "information";

export interface EventKind {
  /** What the sources and the JSON call it. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence without a full stop. */
  readonly meaning: string;
}

/** Every event that a log can hold, by its number. */
export const EVENT_KINDS: Readonly<Record<LoggedEvent["id"], EventKind>> = {
  [ClientEventId.requestSent]: {
    name: "requestSent",
    severity: "information",
    meaning: "A client sent a request to a host",
  },
  [ClientEventId.answerReceived]: {
    name: "answerReceived",
    severity: "information",
    meaning: "What came of a client's request: the host's answer, or that there was none",
  },
  [EventId.requestProcessed]: {
    name: "requestProcessed",
    severity: "information",
    meaning: "The host answered a request",
  },
  [EventId.hostFailed]: {
    name: "hostFailed",
    severity: "error",
    meaning: "The host could not start: its port was taken, its state could not be read, or the like",
  },
  [EventId.dnsFailed]: {
    name: "dnsFailed",
    severity: "warning",
    meaning: "The host's record could not be put into DNS, or taken back",
  },
  [EventId.dnsPublished]: {
    name: "dnsPublished",
    severity: "information",
    meaning: "The host's record is in DNS, or is there still",
  },
  [EventId.hostStarted]: { name: "hostStarted", severity: "notice", meaning: "The host began to serve" },
  [EventId.hostStopped]: {
    name: "hostStopped",
    severity: "notice",
    meaning: "The host ended in good order; where this is missing before a start, it did not",
  },
  [EventId.settingChanged]: {
    name: "settingChanged",
    severity: "notice",
    meaning: "A setting of the host was changed",
  },
  [EventId.licenceInstalled]: {
    name: "licenceInstalled",
    severity: "notice",
    meaning: "A licence file was installed",
  },
  [EventId.keyInstalled]: {
    name: "keyInstalled",
    severity: "notice",
    meaning: "A product key was installed",
  },
  [EventId.keyRemoved]: {
    name: "keyRemoved",
    severity: "warning",
    meaning: "The product key was removed, and the activation with it",
  },
  [EventId.hostActivated]: {
    name: "hostActivated",
    severity: "notice",
    meaning: "The publisher activated the host",
  },
  [EventId.journalTailCut]: {
    name: "journalTailCut",
    severity: "warning",
    meaning: "What a crash left unfinished was cut from the journal's end; no reply had been sent for it",
  },
  [EventId.cloneSeen]: {
    name: "cloneSeen",
    severity: "warning",
    meaning: "One machine ID was seen on a second hardware",
  },
  [EventId.diskRecovered]: {
    name: "diskRecovered",
    severity: "warning",
    meaning: "The journal can be written again; since it could not, clients were told to try later",
  },
  [EventId.keyCleared]: {
    name: "keyCleared",
    severity: "notice",
    meaning: "The text of the product key was forgotten; the activation goes on",
  },
  [EventId.hostGeneralized]: {
    name: "hostGeneralized",
    severity: "warning",
    meaning: "The host was prepared for an image: activation, machines and counters were removed",
  },
  [EventId.adminChanged]: {
    name: "adminChanged",
    severity: "warning",
    meaning: "Remote administration was switched on or off, or moved to another port",
  },
  [EventId.userChanged]: {
    name: "userChanged",
    severity: "warning",
    meaning: "A user of remote administration was added, removed or given another password",
  },
  [EventId.signedIn]: {
    name: "signedIn",
    severity: "notice",
    meaning: "A user signed in from another computer",
  },
  [EventId.signInFailed]: {
    name: "signInFailed",
    severity: "warning",
    meaning: "Sign-ins from other computers failed",
  },
  [EventId.dnsDomainChanged]: {
    name: "dnsDomainChanged",
    severity: "notice",
    meaning: "A domain in which the host publishes itself was set or removed",
  },
  [EventId.dnsWithdrawn]: {
    name: "dnsWithdrawn",
    severity: "information",
    meaning: "The host took its record back from DNS",
  },
  [EventId.clockJumped]: {
    name: "clockJumped",
    severity: "warning",
    meaning: "The host's clock was set by more than a minute, or its computer slept",
  },
  [EventId.machineLimitReached]: {
    name: "machineLimitReached",
    severity: "warning",
    meaning:
      "Computers come that no record can be kept of; told of the first, and again only after there was room",
  },
  [EventId.addressLimitReached]: {
    name: "addressLimitReached",
    severity: "warning",
    meaning:
      "More new computers come from one address than it may bring within a day; told of the first, not of each",
  },
  [EventId.publicAddressRefused]: {
    name: "publicAddressRefused",
    severity: "warning",
    meaning:
      "A computer of a public network was refused; told of the first within an hour, not of each (kms machines limits --public on)",
  },
  [EventId.hostSealed]: {
    name: "hostSealed",
    severity: "error",
    meaning: "The state folder cannot be trusted: the host signs nothing until it is mended",
  },
  [EventId.journalPruned]: {
    name: "journalPruned",
    severity: "notice",
    meaning: "The oldest files of the journal were removed, by its limits of size and age",
  },
  [EventId.dayPassed]: {
    name: "dayPassed",
    severity: "information",
    meaning:
      "A day of running has passed: records of computers that have left the count for certain were removed",
  },
  [EventId.alertRaised]: {
    name: "alertRaised",
    severity: "warning",
    meaning: "Something is wrong with the host, or is of another severity than before (kms health)",
  },
  [EventId.alertCleared]: {
    name: "alertCleared",
    severity: "notice",
    meaning: "An alert is over",
  },
  [EventId.notifyChanged]: {
    name: "notifyChanged",
    severity: "notice",
    meaning: "It was set who is told of alerts (kms health notify)",
  },
  [EventId.metricsChanged]: {
    name: "metricsChanged",
    severity: "notice",
    meaning: "Metrics and probes were switched on or off, or moved (kms metrics)",
  },
};

/** That of its kind, but for a request that was refused. */
export function severityOf(event: LoggedEvent): Severity {
  const refused = event.id === EventId.requestProcessed || event.id === ClientEventId.answerReceived
    ? event.result !== 0
    : false;
  return refused ? "warning" : EVENT_KINDS[event.id].severity;
}
