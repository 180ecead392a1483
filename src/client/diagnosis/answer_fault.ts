import { coversGroup, type Dated, dateFault, describeCertificateFault } from "../../crypto/certificates.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../../policy/clock_tolerance.ts";
import type { StepFault } from "../../policy/diagnosis.ts";
import { countOf, formatSpan } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { CheckStep } from "../check.ts";
import type { AnswerRead } from "./answer_read.ts";
import { faultOf } from "./fault_of.ts";

/** The first step at which a reply fails. */
export interface AnswerFault {
  readonly step: "authority" | "hostCertificate" | "signature" | "clock" | "count" | "result";
  readonly fault: StepFault;
}

/**
 * Undefined where the host would activate. A clock that is far off makes certificates look out of date that are not: it is the fault
 * then, and not they.
 */
export function answerFault(read: AnswerRead): AnswerFault | undefined {
  return checkFault(read) ?? coverFault(read) ?? clockFault(read) ?? datesFault(read) ?? resultFault(read);
}

/** A reply from before its certificate's beginning is of a host whose clock is wrong; one from after its end, of one that goes on all the same. */
function stepOf(checked: Exclude<CheckStep, "format">, { reply }: AnswerRead): AnswerFault["step"] {
  if (checked !== "dates") return checked;
  return dateFault(reply.certificate, reply.issued / 60) === "expired" ? "hostCertificate" : "clock";
}

function checkFault(read: AnswerRead): AnswerFault | undefined {
  const { timeless, host, publisher, product, reply } = read;
  if (timeless.kind !== "fault" || timeless.step === "format") return undefined;
  const { code, reason } = timeless;
  const remedies: Readonly<Record<AnswerFault["step"], string>> = {
    authority: `kms /skms HOST[:PORT], with a host of ${publisher}; if that one is, kms /ilc FILE with the ` +
      "publisher's newest licence file",
    hostCertificate: !coversGroup(reply.certificate, product.group)
      ? keyFor(product.name)
      : "kms /ato on the host: it must be activated again",
    signature: "kms /skms HOST[:PORT], with another host: this one, or something on the way, alters answers",
    clock: "set the host's clock, then kms /ato on it",
    count: "",
    result: "",
  };
  const step = stepOf(timeless.step, read);
  return { step, fault: { code, text: `${host}: ${reason}`, remedy: remedies[step] } };
}

function coverFault({ reply: { certificate }, product, host }: AnswerRead): AnswerFault | undefined {
  if (coversGroup(certificate, product.group)) return undefined;
  const text = `the host ${host} was activated with a key that does not cover ${product.name}`;
  const fault = { code: HResult.productNotServed, text, remedy: keyFor(product.name) };
  return { step: "hostCertificate", fault };
}

function keyFor(product: string): string {
  return `kms /ipk KEY and kms /ato on the host, with a key that covers ${product}`;
}

function clockFault({ aheadMs, host }: AnswerRead): AnswerFault | undefined {
  if (Math.abs(aheadMs) <= CLOCK_TOLERANCE_SECONDS * 1000) return undefined;
  const apart = `${formatSpan(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"}`;
  const text = `this computer's clock is ${apart} that of the host ${host}, and 4 hours are allowed`;
  const remedy = "set the clock that is wrong (and its time zone), then kms /ato";
  return { step: "clock", fault: { code: HResult.clockOff, text, remedy } };
}

function datesFault({ authority, reply: { certificate }, now, host }: AnswerRead): AnswerFault | undefined {
  const minutes = now / 60_000;
  const check = (step: "authority" | "hostCertificate", dates: Dated, remedy: string) => {
    const fault = dateFault(dates, minutes);
    if (fault === undefined) return undefined;
    const text = `${host}, ${step === "authority" ? "authority" : "host"} certificate: ${
      describeCertificateFault(fault)
    }`;
    const code = fault === "notYetValid" ? HResult.clockOff : HResult.noHostAnswered;
    return { step, fault: { code, text, remedy } };
  };
  return check("authority", authority, "kms /ilc FILE, with the publisher's newest licence file") ??
    check("hostCertificate", certificate, "kms /ato on the host: it must be activated again");
}

function resultFault({ verdict, reply, product, host, uncounted }: AnswerRead): AnswerFault | undefined {
  if (verdict.kind === "activates") return undefined;
  const { error } = verdict;
  if (error.code !== HResult.belowThreshold) {
    return { step: "result", fault: faultOf(error, remedyFor(reply)) };
  }
  const virtual = uncounted ? "; virtual computers such as this one do not count" : "";
  const text = `the host ${host} counts ${countOf(reply.count, "computer")}, and ${product.name} needs ` +
    `${product.threshold}${virtual}`;
  const remedy = "kms /ato on more computers: each is counted by it; kms /dli on the host shows the count";
  return { step: "count", fault: { code: error.code, text, remedy } };
}

function remedyFor({ result }: AnswerRead["reply"]): string | undefined {
  if (result === HResult.productNotServed) {
    return "kms /ilc FILE on the host, with the licence file that names the product";
  }
  return result === HResult.tryLater
    ? "kms why on the host: its disk or its journal is broken, or too many new computers come from one address"
    : undefined;
}
