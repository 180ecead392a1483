import type { HostStatus } from "../src/api/types.ts";
import { eventText, otherText, outcomeText } from "../src/events/words.ts";
import { ClientEventId, type LoggedEvent } from "../src/policy/client_events.ts";
import { EventId, type RequestProcessed } from "../src/policy/events.ts";
import { HResult } from "../src/protocol/hresult.ts";
import { countOf, countText, dateText } from "./format.ts";
import type { Tone } from "./theme.ts";

/** A text, and in what tone it is said. */
export interface Said {
  readonly tone: Tone;
  readonly text: string;
}

/** Days before the end of the host's activation from which on the dashboard warns. */
const WARNING_DAYS = 30;

/** How a request was answered, in a word or two. */
export function describeOutcome(event: RequestProcessed): Said {
  return { tone: OUTCOME_TONES[event.result] ?? "bad", text: outcomeText(event) };
}

const OUTCOME_TONES: Readonly<Record<number, Tone>> = {
  [HResult.activated]: "good",
  [HResult.belowThreshold]: "waiting",
};

type OtherEvent = Exclude<LoggedEvent, RequestProcessed>;

/** Whatever is no request, in one line. */
export function describeEvent(event: OtherEvent): Said {
  const isClients = event.id === ClientEventId.requestSent || event.id === ClientEventId.answerReceived;
  return { tone: TONES[event.id], text: isClients ? eventText(event) : otherText(event) };
}

const TONES: Readonly<Record<OtherEvent["id"], Tone>> = {
  [ClientEventId.requestSent]: "plain",
  [ClientEventId.answerReceived]: "plain",
  [EventId.hostFailed]: "bad",
  [EventId.hostSealed]: "bad",
  [EventId.signInFailed]: "bad",
  [EventId.dnsFailed]: "bad",
  [EventId.hostStarted]: "good",
  [EventId.hostActivated]: "good",
  [EventId.dnsPublished]: "good",
  [EventId.hostStopped]: "warning",
  [EventId.keyRemoved]: "warning",
  [EventId.hostGeneralized]: "warning",
  [EventId.adminChanged]: "warning",
  [EventId.userChanged]: "warning",
  [EventId.journalTailCut]: "warning",
  [EventId.diskRecovered]: "warning",
  [EventId.cloneSeen]: "warning",
  [EventId.settingChanged]: "plain",
  [EventId.licenceInstalled]: "plain",
  [EventId.keyInstalled]: "plain",
  [EventId.keyCleared]: "plain",
  [EventId.signedIn]: "plain",
  [EventId.dnsDomainChanged]: "plain",
  [EventId.dnsWithdrawn]: "plain",
  [EventId.journalPruned]: "plain",
  [EventId.dayPassed]: "plain",
  [EventId.clockJumped]: "warning",
  [EventId.machineLimitReached]: "bad",
  [EventId.addressLimitReached]: "bad",
  [EventId.publicAddressRefused]: "warning",
  [EventId.alertRaised]: "bad",
  [EventId.alertCleared]: "good",
  [EventId.notifyChanged]: "warning",
  [EventId.metricsChanged]: "warning",
};

/** How the host stands, the worst first, and what to do about it. */
export function describeStanding({ trouble, activation }: HostStatus): Said[] {
  if (trouble !== null) {
    const remedy: Said[] = trouble.remedy === null ? [] : [{
      tone: "plain",
      text: `To mend it: ${trouble.remedy}`,
    }];
    return [{ tone: "bad", text: `Signing nothing: ${trouble.reason}` }, ...remedy];
  }
  if (!activation.activated) return [{ tone: "bad", text: `Not activated: ${activation.text}` }];
  return [describeActivation(activation)];
}

function describeActivation({ ends, daysLeft, text }: HostStatus["activation"]): Said {
  if (ends === null) return { tone: "good", text };
  const left = daysLeft === null ? "" : ` (${countOf(daysLeft, "day")} left)`;
  const soon = daysLeft !== null && daysLeft <= WARNING_DAYS;
  return { tone: soon ? "warning" : "good", text: `Activated until ${dateText(ends)}${left}` };
}

/** How far a product is from being activated. */
export function describeProduct(count: number, needed: number, served: boolean): Said {
  if (!served) return { tone: "bad", text: "not served" };
  if (count < needed) return { tone: "waiting", text: `${countText(needed - count)} missing` };
  return { tone: "good", text: `activated from ${countText(needed)} on` };
}
