import type { SocketAddress } from "../ports.ts";
import { exchange } from "./exchange.ts";
import type { DnsPorts, Exchanged, Patience } from "./exchanged.ts";
import {
  DnsCode,
  type DnsFailure,
  otherFailure,
  rcodeFailure,
  type Step,
  unansweredFailure,
} from "./failure.ts";
import { rcodeOf } from "./message.ts";
import type { DnsName } from "./name.ts";
import { Rcode } from "./numbers.ts";
import { type Change, makeUpdate, type Request } from "./requests.ts";
import { signRequest, type TsigKey, type TsigVerdict, verifyAnswer } from "./tsig.ts";

export interface Updating {
  readonly ports: DnsPorts;
  readonly patience: Patience;
  /** Signs the update and proves the answer; undefined where the server goes by addresses. */
  readonly key: TsigKey | undefined;
}

/** Sends an update to the first of the zone's servers that answers. Gives that server, or why the update was not done. */
export async function sendUpdate(
  { ports, patience, key }: Updating,
  zone: DnsName,
  servers: readonly SocketAddress[],
  changes: readonly Change[],
): Promise<{ readonly server: SocketAddress } | { readonly failure: DnsFailure }> {
  const step = updateOf(zone);
  const update = makeUpdate(ports.random, zone, changes);
  let failure = otherFailure(step, DnsCode.noServers, "no server of it is known");
  for (const server of servers) {
    const signed = key === undefined ? undefined : signedNow(update, key, ports);
    const exchanged = await exchange(ports, server, signed?.request ?? update, patience);
    if (exchanged.kind === "unanswered") {
      failure = unansweredFailure(step, exchanged);
      continue;
    }
    const verdict = signed === undefined ? undefined : signed.judge(exchanged);
    const refusal = refusalIn(step, exchanged, verdict);
    return refusal === undefined ? { server } : { failure: refusal };
  }
  return { failure };
}

type Answered = Extract<Exchanged, { kind: "answered" }>;

/** The update with a signature of this moment, and what judges an answer to it. */
function signedNow({ message, bytes }: Request, key: TsigKey, { clock }: DnsPorts) {
  const seconds = () => Math.floor(clock.now() / 1000);
  const signature = signRequest(bytes, key, seconds());
  return {
    request: { message, bytes: signature.bytes },
    judge: (answer: Answered) =>
      verifyAnswer(answer.bytes, { key, requestMac: signature.mac, now: seconds() }),
  };
}

function updateOf(zone: DnsName): Step {
  return {
    what: `update the zone ${zone}`,
    remedy: "allow this computer, or its TSIG key, to update the zone, or add the SRV record by hand",
  };
}

/** Why the server did not do it, or does not prove that it did; undefined where it did. */
function refusalIn(
  step: Step,
  { server, message }: Answered,
  verdict: TsigVerdict | undefined,
): DnsFailure | undefined {
  const rcode = rcodeOf(message);
  if (verdict?.kind === "rejected") return rejectionFailure(step, server, verdict);
  if (verdict?.kind === "forged") {
    return otherFailure(step, DnsCode.badSignature, `its answer does not verify: ${verdict.reason}`, server);
  }
  if (verdict?.kind === "outdated") {
    return rcodeFailure(step, server, Rcode.BADTIME, `, its answer is of ${showTime(verdict.timeSigned)}`);
  }
  if (rcode !== Rcode.NOERROR) return rcodeFailure(step, server, rcode);
  if (verdict?.kind === "unsigned") {
    return otherFailure(
      step,
      DnsCode.badSignature,
      "its answer is not signed, so nobody knows whose it is",
      server,
    );
  }
  return undefined;
}

function rejectionFailure(
  step: Step,
  server: SocketAddress,
  { error, serverTime }: Extract<TsigVerdict, { kind: "rejected" }>,
): DnsFailure {
  const clock = serverTime === undefined ? "" : `, its clock says ${showTime(serverTime)}`;
  return rcodeFailure(step, server, error, clock);
}

/** Any number of 48 bits, though dates end before them. */
function showTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} seconds since 1970` : date.toISOString();
}
