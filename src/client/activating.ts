import type { SocketAddress } from "../ports.ts";
import type { LicenceFile } from "../crypto/licence_file.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Reply } from "../protocol/reply.ts";
import type { LicenceStanding } from "../policy/licence_state.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { CachedHost, Candidate } from "./candidate.ts";
import type { ClientPorts } from "./client.ts";
import { type ClientFacts, type ClientStore, hostKnowledge } from "./client_store.ts";
import { findHosts } from "./finding.ts";
import { askLogged } from "./logging.ts";
import type { Question } from "./question.ts";
import { searchNames } from "./search_names.ts";
import { type Activating, SEARCH_MS, searchHost } from "./searching.ts";

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

/** Finds hosts and asks them; a lease that one grants is on disk when this resolves. Rejects with OperationError. */
export async function activate(
  ports: ClientPorts,
  store: ClientStore,
  circumstances: Circumstances,
): Promise<{ activation: Activation; learnt: Partial<ClientFacts> }> {
  const { facts } = circumstances;
  const question = await questionOf(circumstances, store);
  const until = ports.clock.now() + SEARCH_MS;
  const names = searchNames(ports.openNames, circumstances, until);
  const found = findHosts(hostKnowledge(facts, question.product), names);
  const answer = await searchHost(
    found,
    (candidate) => askLogged(ports, candidate, question, until),
    { clock: ports.clock, until },
  );
  const { reply, validity, frames } = answer.verdict;
  await store.writeLease(frames);
  const ends = (reply.issued + validity * 60) * 1000;
  return {
    activation: { product: question.product, host: answer.candidate, reply, ends },
    learnt: {
      highestEpoch: Math.max(facts.highestEpoch, reply.certificate.epoch),
      cachedHost: hostToRemember(answer, facts),
    },
  };
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
