import type { SocketAddress } from "../ports.ts";
import type { Exchanged } from "./exchanged.ts";
import { Rcode, rcodeName } from "./numbers.ts";
import { showServer } from "./server_address.ts";

/** The numbers by which administrators know what DNS failed with (HRESULTs of Win32 errors). */
export const DnsCode = {
  timeout: 0x800705B4,
  formatError: 0x80072329,
  serverFailure: 0x8007232A,
  nameError: 0x8007232B,
  notImplemented: 0x8007232C,
  refused: 0x8007232D,
  notAuth: 0x80072331,
  notZone: 0x80072332,
  badSignature: 0x80072338,
  badKey: 0x80072339,
  badTime: 0x8007233A,
  noRecords: 0x8007251D,
  badPacket: 0x8007251E,
  noServers: 0x8007267C,
} as const;
export type DnsCode = typeof DnsCode[keyof typeof DnsCode];

/** Why something was not done: an outcome, not a fault of the program. */
export interface DnsFailure {
  /** Undefined where there is no number for it. */
  readonly code: DnsCode | undefined;
  /** One line: the step that failed, at which server, and what was wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What was to be done, such as `update the zone example.com.`, and what helps where nothing better is known. */
export interface Step {
  readonly what: string;
  readonly remedy: string;
}

interface RcodeMeaning {
  readonly code: DnsCode;
  readonly text: string;
  readonly remedy?: string;
}

const MEANINGS: Readonly<Record<number, RcodeMeaning>> = {
  [Rcode.FORMERR]: { code: DnsCode.formatError, text: "the server cannot read the message" },
  [Rcode.SERVFAIL]: {
    code: DnsCode.serverFailure,
    text: "the server failed",
    remedy: "look into the server's log: the zone may not be loaded there, or a forwarder may be down",
  },
  [Rcode.NXDOMAIN]: { code: DnsCode.nameError, text: "there is no such name" },
  [Rcode.NOTIMP]: { code: DnsCode.notImplemented, text: "the server does not do this" },
  [Rcode.REFUSED]: { code: DnsCode.refused, text: "the server refuses" },
  [Rcode.NOTAUTH]: {
    code: DnsCode.notAuth,
    text: "the server is not authoritative for the zone, or does not accept the sender",
  },
  [Rcode.NOTZONE]: { code: DnsCode.notZone, text: "a name lies outside the zone" },
  [Rcode.BADSIG]: {
    code: DnsCode.badSignature,
    text: "the server does not accept the signature",
    remedy: "compare the TSIG key's secret with that of the server",
  },
  [Rcode.BADKEY]: {
    code: DnsCode.badKey,
    text: "the server does not know the key",
    remedy: "compare the TSIG key's name and algorithm with those on the server",
  },
  [Rcode.BADTIME]: {
    code: DnsCode.badTime,
    text: "the clocks of this computer and of the server are too far apart",
    remedy: "set the clocks of this computer and of the DNS server",
  },
};

/** A server answered with an rcode, of the message or of its TSIG record. `more`: what else is known, in brackets. */
export function rcodeFailure(step: Step, server: SocketAddress, rcode: number, more = ""): DnsFailure {
  const meaning = MEANINGS[rcode];
  const text = meaning?.text ?? "the server answers with an error";
  const message = `${sentence(step, server)}: ${text} (${rcodeName(rcode)}${more})`;
  return { code: meaning?.code, message, remedy: meaning?.remedy ?? step.remedy };
}

/** A server gave no answer, or none that can be read. */
export function unansweredFailure(step: Step, { server, fault, detail }: Unanswered): DnsFailure {
  const malformed = fault === "malformed";
  return {
    code: malformed ? DnsCode.badPacket : DnsCode.timeout,
    message: `${sentence(step, server)}: ${detail}`,
    remedy: malformed
      ? "look for a firewall or proxy that alters DNS"
      : "check the server's address, that it runs, and the firewalls on the way (port 53, UDP and TCP)",
  };
}

type Unanswered = Extract<Exchanged, { kind: "unanswered" }>;

/** What is wrong at no server, or with what a server said. */
export function otherFailure(
  step: Step,
  code: DnsCode | undefined,
  text: string,
  server?: SocketAddress,
): DnsFailure {
  return { code, message: `${sentence(step, server)}: ${text}`, remedy: step.remedy };
}

function sentence({ what }: Step, server: SocketAddress | undefined): string {
  return `Cannot ${what}${server === undefined ? "" : ` at ${showServer(server)}`}`;
}
