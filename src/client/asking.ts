import type { Network, Timer } from "../ports.ts";
import type { Candidate } from "./candidate.ts";
import { type Connected, connectToAny } from "./connecting.ts";
import { exchange, type Exchanged } from "./exchange.ts";
import { certificatesHeld, type Question, type QuestionPorts, requestFor } from "./question.ts";
import { silence, type Verdict, verdictOn } from "./verdict.ts";

export interface AskingPorts extends QuestionPorts {
  readonly network: Network;
  readonly timer: Timer;
}

const CONNECT_MS = 5000;
const EXCHANGE_MS = 10_000;

/** What came of asking one host. */
export interface HostAnswer {
  readonly candidate: Candidate;
  /** Where it was reached; undefined where it was not. */
  readonly address: string | undefined;
  /** From the request to the answer; undefined where there was none. */
  readonly milliseconds: number | undefined;
  /** What came back, whatever it is worth; undefined where nothing did. */
  readonly exchanged: Exchanged | undefined;
  readonly verdict: Verdict;
}

/** Asks one host. `until`: when it must be over, milliseconds since 1970. Rejects for bugs only. */
export async function askHost(
  ports: AskingPorts,
  candidate: Candidate,
  question: Question,
  until: number,
): Promise<HostAnswer> {
  const answer = { candidate, address: undefined, milliseconds: undefined, exchanged: undefined };
  const request = await requestFor(question, ports);
  const connected = await orFault(connect(ports, candidate, until));
  if ("fault" in connected) {
    return { ...answer, verdict: silence("unreachable", candidate, connected.fault) };
  }
  return { ...answer, ...await converse(ports, candidate, question, { connected, request, until }) };
}

interface Conversation {
  readonly connected: Connected;
  readonly request: Uint8Array;
  readonly until: number;
}

async function converse(
  { clock, timer }: AskingPorts,
  candidate: Candidate,
  question: Question,
  { connected: { connection, address }, request, until }: Conversation,
): Promise<Pick<HostAnswer, "address" | "verdict"> & Partial<HostAnswer>> {
  const begun = clock.now();
  const timeout = Math.min(EXCHANGE_MS, Math.max(0, until - begun));
  const held = certificatesHeld(question);
  const exchanged = await orFault(exchange({ connection, timer }, request, held, timeout));
  if ("fault" in exchanged) return { address, verdict: silence("unanswered", candidate, exchanged.fault) };
  const now = clock.now();
  const verdict = verdictOn(exchanged, candidate, question, now);
  return { address, milliseconds: now - begun, exchanged, verdict };
}

async function connect(ports: AskingPorts, candidate: Candidate, until: number): Promise<Connected> {
  const { missing, addresses } = candidate;
  if (addresses.length === 0) throw new Error(missing ?? "no address is known");
  const left = until - ports.clock.now();
  if (left <= 0) throw new Error("no time was left");
  return await connectToAny(ports, candidate, Math.min(CONNECT_MS, left));
}

async function orFault<T>(work: Promise<T>): Promise<T | { readonly fault: unknown }> {
  try {
    return await work;
  } catch (fault) {
    return { fault };
  }
}
