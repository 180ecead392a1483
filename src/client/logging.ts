import { type ClientEvent, ClientEventId } from "../policy/client_events.ts";
import { HResult } from "../protocol/hresult.ts";
import { askHost, type AskingPorts, type HostAnswer } from "./asking.ts";
import type { Candidate } from "./candidate.ts";
import type { Question } from "./question.ts";

/** What a client keeps of asking hosts, for people. */
export interface ClientLog {
  append(event: ClientEvent): Promise<void>;
  clear(): Promise<void>;
}

interface LoggingPorts extends AskingPorts {
  readonly log?: ClientLog;
}

/** Asks one host, with an event before and one after it. A log that cannot be written is in nobody's way. */
export async function askLogged(
  ports: LoggingPorts,
  candidate: Candidate,
  question: Question,
  until: number,
): Promise<HostAnswer> {
  const { log, clock } = ports;
  const append = async (event: ClientEvent) => await log?.append(event).catch(() => {});
  await append(requestSent(candidate, question, clock.now(), await ports.machine.isVirtual()));
  const answer = await askHost(ports, candidate, question, until);
  await append(answerReceived(answer, clock.now()));
  return answer;
}

function requestSent(
  { host, port }: Candidate,
  { product, facts, standing }: Question,
  time: number,
  virtual: boolean,
): ClientEvent {
  return {
    id: ClientEventId.requestSent,
    time,
    host,
    port,
    productId: product.id,
    machineId: facts.machineId,
    needed: product.threshold,
    virtual,
    licenceState: standing.state,
    minutesLeft: standing.minutesLeft,
  };
}

function answerReceived(
  { candidate: { host, port }, address, milliseconds, verdict }: HostAnswer,
  time: number,
): ClientEvent {
  const outcome = verdict.kind === "activates"
    ? { result: HResult.activated, reason: null }
    : { result: verdict.error.code ?? null, reason: verdict.error.message };
  const { reply } = verdict;
  return {
    id: ClientEventId.answerReceived,
    time,
    host,
    port,
    address: address ?? null,
    ...outcome,
    count: reply?.count ?? null,
    activationInterval: reply?.activationInterval ?? null,
    renewalInterval: reply?.renewalInterval ?? null,
    milliseconds: milliseconds ?? null,
  };
}
