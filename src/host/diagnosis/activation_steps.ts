import { broken, notReached, ok, type Step, warning } from "../../policy/diagnosis.ts";
import { countOf, formatTime } from "../../policy/wording.ts";
import type { SignedHostCertificate } from "../../protocol/host_certificate.ts";
import { HResult } from "../../protocol/hresult.ts";
import { type ActivationStatus, daysLeft } from "../activation.ts";
import type { HostSight } from "./sight.ts";

/** Days before its end from which on an activation is to be renewed. */
const SOON_DAYS = 30;
const ACTIVATE = "kms /ato; or by telephone: kms /dti, then kms /atp CID";

/** Key, activation and hardware. Of a sealed folder none is known. */
export function activationSteps(sight: HostSight): Step[] {
  const { activation: status, facts: { key } } = sight;
  if (status === undefined) {
    return [notReached("key"), notReached("activation"), notReached("hardware")];
  }
  if (key === null) {
    const text = "no product key is installed";
    const fault = { code: HResult.keyNotInstalled, text, remedy: "kms /ipk KEY, with a host key" };
    return [broken("key", "none", fault), notReached("activation"), notReached("hardware")];
  }
  const keyStep = ok("key", `serial ${key.serial}, ends with ${key.partialKey}`);
  return [keyStep, activationStep(sight, status), hardwareStep(sight, status)];
}

type Unsound = Exclude<ActivationStatus["kind"], "activated" | "hardwareChanged" | "notYetValid">;

/** What of it is wrong where that is the activation's own fault. */
const TEXTS: Readonly<Partial<Record<Unsound, string>>> = {
  notActivated: "the host is not activated yet",
  otherHostKey: "the host was activated with another host key than it has now",
  otherPublisher: "the host was activated under other root keys than those of the licence file",
  distrusted: "the publisher has withdrawn the authority key that the host was activated under",
  expired: "the host's activation has ended, or this computer's clock is far ahead",
};

function activationStep({ certificate, now }: HostSight, status: ActivationStatus): Step {
  const seen = certificate === undefined ? "none" : certificateText(certificate);
  const text = (TEXTS as Readonly<Record<string, string | undefined>>)[status.kind];
  if (text !== undefined) {
    return broken("activation", seen, { code: HResult.hostNotActivated, text, remedy: ACTIVATE });
  }
  if (certificate === undefined) return notReached("activation");
  const days = daysLeft(status, now);
  if (days === undefined || days >= SOON_DAYS) return ok("activation", seen);
  const soon = `the activation ends in ${countOf(days, "day")}`;
  return warning("activation", seen, { code: HResult.hostNotActivated, text: soon, remedy: ACTIVATE });
}

function certificateText({ activationSequence, notAfter, epoch }: SignedHostCertificate): string {
  return `number ${activationSequence}, until ${formatTime(notAfter * 60_000)}, epoch ${epoch}`;
}

function hardwareStep({ certificate, sameComponents: same }: HostSight, status: ActivationStatus): Step {
  if (certificate === undefined) return notReached("hardware");
  const seen = `${same} of 4 components are those that were activated`;
  if (status.kind === "hardwareChanged") {
    const text = "the host was activated on other hardware: fewer than three of four components are the same";
    return broken("hardware", seen, { code: HResult.hardwareChanged, text, remedy: ACTIVATE });
  }
  return ok("hardware", seen);
}
