import type { SocketAddress } from "../ports.ts";
import type { LicenceFile } from "../crypto/licence_file.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Reply } from "../protocol/reply.ts";
import type { LicenceStanding } from "../policy/licence_state.ts";
import { intervalsTold } from "../policy/renewal.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { CachedHost, Candidate } from "./candidate.ts";
import type { ClientPorts } from "./client.ts";
import { type ClientFacts, type ClientStore, hostKnowledge } from "./client_store.ts";
import { findHosts } from "./finding.ts";
import { askLogged } from "./logging.ts";
import type { Question } from "./question.ts";
import { searchNames } from "./search_names.ts";
import { type Activating, SEARCH_MS, SearchFailed, searchHost } from "./searching.ts";

/** What an activation gave. */
export interface Activation {
  readonly product: Product;
  /** The host that activated. */
  readonly host: Candidate;
  readonly reply: Reply;
  /** When the lease ends, milliseconds since 1970. */
  readonly ends: number;
}

export interface Circumstances {
  readonly facts: ClientFacts;
  readonly product: Product | undefined;
  readonly licence: LicenceFile | undefined;
  readonly standing: LicenceStanding;
  /** The DNS server that is asked instead of the system's. */
  readonly dnsServer: SocketAddress | undefined;
}

/** What came of asking hosts; nothing of it is kept yet. */
export type Asked =
  & {
    /** Who asked, and for what: by then it may be another. */
    readonly machineId: string;
    readonly product: Product;
  }
  & (
    | { readonly kind: "granted"; readonly answer: Activating }
    | { readonly kind: "refused"; readonly failure: SearchFailed }
  );

/** Finds hosts and asks them. Rejects with OperationError where there is nothing to ask for. */
export async function askToActivate(
  ports: ClientPorts,
  store: ClientStore,
  circumstances: Circumstances,
): Promise<Asked> {
  const question = await questionOf(circumstances, store);
  const { product, facts: { machineId } } = question;
  try {
    return { kind: "granted", machineId, product, answer: await search(ports, circumstances, question) };
  } catch (failure) {
    if (!(failure instanceof SearchFailed)) throw failure;
    return { kind: "refused", machineId, product, failure };
  }
}

async function search(
  ports: ClientPorts,
  circumstances: Circumstances,
  question: Question,
): Promise<Activating> {
  const until = ports.clock.now() + SEARCH_MS;
  const names = searchNames(ports.openNames, circumstances, until);
  const found = findHosts(hostKnowledge(circumstances.facts, question.product), names);
  return await searchHost(
    found,
    (candidate) => askLogged(ports, candidate, question, until),
    { clock: ports.clock, until },
  );
}

/** What an activation gave. */
export function activationOf(product: Product, { candidate, verdict }: Activating): Activation {
  const { reply, validity } = verdict;
  return { product, host: candidate, reply, ends: (reply.issued + validity * 60) * 1000 };
}

/** What is kept of an activation, besides the lease and that there is one. */
export function learntFrom(answer: Activating, facts: ClientFacts): Partial<ClientFacts> {
  const { reply } = answer.verdict;
  return {
    highestEpoch: Math.max(facts.highestEpoch, reply.certificate.epoch),
    cachedHost: hostToRemember(answer, facts),
    ...intervalsTold(reply),
  };
}

/** The last signed refusal of a search; undefined where no host signed one. */
export function signedRefusalIn({ search }: SearchFailed): Reply | undefined {
  return search.answers.findLast(({ verdict }) => verdict.reply !== undefined)?.verdict.reply;
}

async function questionOf(circumstances: Circumstances, store: ClientStore): Promise<Question> {
  const { licence, product } = ready(circumstances);
  const lease = await store.readSoundLease();
  return { ...circumstances, licence, product, leaseCertificate: lease?.authorityCertificate, probe: false };
}

function ready({ product, licence }: Circumstances): { product: Product; licence: LicenceFile } {
  if (licence === undefined) {
    throw new OperationError("Cannot activate: no licence file is installed, or it is damaged", {
      remedy: "kms /ilc FILE",
    });
  }
  if (product === undefined) {
    throw new OperationError("Cannot activate: no product key is installed", {
      code: HResult.keyNotInstalled,
    });
  }
  return { product, licence };
}

/** One that DNS told of takes the place of the one before; a host that is set, or that announced itself on the link of now, leaves that alone. */
function hostToRemember(
  { candidate: { origin, host, port, domain }, address }: Activating,
  { hostCaching, cachedHost }: ClientFacts,
): CachedHost | null {
  const told = hostCaching && origin === "dns" && domain !== null && address !== undefined;
  return told ? { host, port, address, domain } : cachedHost;
}
