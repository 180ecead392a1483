import type { Link, MulticastSocket, SocketAddress } from "../../ports.ts";
import { DnsCode, type DnsFailure, otherFailure, type Step } from "../failure.ts";
import { MOST_TARGETS, type ServiceLookup, type ServiceTarget } from "../lookup.ts";
import type { Question } from "../message.ts";
import { RecordType } from "../numbers.ts";
import type { Asked } from "../resolver.ts";
import { orderByWeight } from "../service_order.ts";
import { Gathered, type GatheredService } from "./gathered.ts";
import { hear } from "./hearing.ts";
import { SERVICE } from "./names.ts";
import { queryPacket } from "./packets.ts";
import { chanceWait, MULTICAST_DNS_PORT, type MulticastPorts } from "./ports.ts";
import type { ServiceText } from "./text.ts";

/** An instance of the service on the links: a hint, for anybody there can say so. */
export interface BrowsedTarget extends ServiceTarget {
  readonly instance: string;
  readonly text: ServiceText;
}

/** As a lookup in DNS, with what the instances say of themselves; it never says that the service is not offered, or has no name. */
export interface BrowsedServices extends ServiceLookup {
  readonly outcome:
    | { readonly kind: "found"; readonly targets: readonly BrowsedTarget[] }
    | { readonly kind: "noRecords" }
    | { readonly kind: "failed"; readonly failure: DnsFailure };
}

export interface BrowseOptions {
  /** Milliseconds for which answers are gathered. */
  readonly timeoutMs?: number;
  /** Ends it early, with what is known by then. */
  readonly signal?: AbortSignal;
}

/** Milliseconds for which answers are usually gathered: time for two questions. */
export const BROWSE_MS = 2000;
/** Milliseconds before the first question, so that not all computers ask at once (RFC 6762, 5.2). */
const LEAST_WAIT = 20;
const MOST_WAIT = 120;
/** Looks for what is missing so often, and asks the same again no sooner than that (RFC 6762, 5.2). */
const BETWEEN_LOOKS = 200;
const BETWEEN_QUESTIONS = 1000;
/** Questions in one datagram. */
const MOST_QUESTIONS = 16;

const GROUP: SocketAddress = { host: "224.0.0.251", port: MULTICAST_DNS_PORT };
const STEP: Step = {
  what: "look for hosts by multicast DNS",
  remedy: "let UDP port 5353 through the firewall, and check that a network is connected",
};

/** Finds the instances of the service that are announced on the links, in the order in which they are to be tried. Never rejects for what others send. */
export async function browseServices(
  ports: MulticastPorts,
  { timeoutMs = BROWSE_MS, signal }: BrowseOptions = {},
): Promise<BrowsedServices> {
  const opened = await open(ports);
  if ("fault" in opened) return failed(opened.fault);
  const over = new AbortController();
  const ending = AbortSignal.any(signal === undefined ? [over.signal] : [over.signal, signal]);
  try {
    return await browseOn(ports, opened.socket, ports.clock.now() + timeoutMs, ending);
  } finally {
    over.abort();
    opened.socket.close();
  }
}

async function open(ports: MulticastPorts): Promise<{ socket: MulticastSocket } | { fault: string }> {
  try {
    return { socket: await ports.multicast.open() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

async function browseOn(
  ports: MulticastPorts,
  socket: MulticastSocket,
  deadline: number,
  signal: AbortSignal,
): Promise<BrowsedServices> {
  const links = socket.links();
  if (links.length === 0) return failed("this computer has no network interface with an address");
  const gathered = new Gathered();
  const hearing = hear(socket, () => links, signal, (message) => {
    if (message.response) gathered.add(message);
  });
  await Promise.race([hearing, askUntil(deadline, { ports, socket, links, gathered, signal })]);
  return foundIn(gathered.services(), ports);
}

interface Asking {
  readonly ports: MulticastPorts;
  readonly socket: MulticastSocket;
  readonly links: readonly Link[];
  readonly gathered: Gathered;
  readonly signal: AbortSignal;
}

async function askUntil(deadline: number, asking: Asking): Promise<void> {
  const { ports: { clock, timer }, signal } = asking;
  const askedAt = new Map<string, number>();
  await timer.wait(chanceWait(asking.ports, LEAST_WAIT, MOST_WAIT), signal);
  while (clock.now() < deadline && !signal.aborted) {
    await ask(askedAt, asking);
    await timer.wait(Math.min(BETWEEN_LOOKS, deadline - clock.now()), signal);
  }
}

async function ask(
  askedAt: Map<string, number>,
  { ports: { clock }, socket, links, gathered }: Asking,
): Promise<void> {
  const now = clock.now();
  const isDue = (question: Question) =>
    now - (askedAt.get(keyOf(question)) ?? -Infinity) >= BETWEEN_QUESTIONS;
  const questions = gathered.questions().filter(isDue).slice(0, MOST_QUESTIONS);
  if (questions.length === 0) return;
  for (const question of questions) askedAt.set(keyOf(question), now);
  const asksForAll = questions.some(({ type }) => type === RecordType.PTR);
  const packet = queryPacket({ questions, answers: asksForAll ? gathered.known() : [] });
  for (const link of links) await socket.send(packet, link);
}

function keyOf({ name, type }: Question): string {
  return `${type} ${name.toLowerCase()}`;
}

function foundIn(services: readonly GatheredService[], { random }: MulticastPorts): BrowsedServices {
  const targets = services.map(({ offer, addresses, ...rest }): BrowsedTarget => ({
    ...rest,
    ...offer,
    addresses,
    missing: addresses.length > 0 ? undefined : "nobody has told an address",
  }));
  const tried = orderByWeight(targets, random).slice(0, MOST_TARGETS);
  const asked = [askedOf({ kind: "rcode", rcode: 0, answers: services.length })];
  if (tried.length === 0) return { name: SERVICE, outcome: { kind: "noRecords" }, asked };
  return { name: SERVICE, outcome: { kind: "found", targets: tried }, asked };
}

function failed(detail: string): BrowsedServices {
  const failure = otherFailure(STEP, DnsCode.noServers, detail);
  return {
    name: SERVICE,
    outcome: { kind: "failed", failure },
    asked: [askedOf({ kind: "fault", detail })],
  };
}

function askedOf(result: Asked["result"]): Asked {
  return { name: SERVICE, type: RecordType.PTR, server: GROUP, transport: "udp", result };
}
