import type { KeptLicence } from "../../crypto/licence_file.ts";
import type { LicenceStanding } from "../../policy/licence_state.ts";
import type { Product } from "../../protocol/licence_payload.ts";
import type { Circumstances } from "../activating.ts";
import type { HostAnswer } from "../asking.ts";
import type { ClientPorts } from "../client.ts";
import { hostKnowledge } from "../client_store.ts";
import { findHosts, type FindingStep, type HostKnowledge } from "../finding.ts";
import { searchNames } from "../search_names.ts";
import { SEARCH_MS } from "../searching.ts";
import type { ClientLook } from "../standing.ts";
import { probeHosts, probeOf } from "../surveying.ts";

/** What a client knows of itself. */
export interface OwnSight {
  readonly licence: KeptLicence;
  /** The last characters of the product key; undefined where none is installed. */
  readonly partialKey: string | undefined;
  /** What the key is for; undefined where that is not known. */
  readonly product: Product | undefined;
  readonly lease: ClientLook["lease"];
  readonly standing: LicenceStanding;
}

/** All that a diagnosis of a client goes by. */
export interface ClientSight extends OwnSight {
  /** Milliseconds since 1970, by this computer's clock. */
  readonly now: number;
  readonly virtual: boolean;
  readonly known: HostKnowledge;
  /** How hosts were found, each that an activation might come to. */
  readonly found: readonly FindingStep[];
  /** What the hosts were asked for; undefined where nothing could be. */
  readonly asked: Product | undefined;
  /** What each host that was found said to a probe, in the order in which they are asked. */
  readonly answers: readonly HostAnswer[];
}

/** Looks for hosts as an activation would, and probes each: none counts that, and nothing is kept of it. */
export async function lookAround(
  ports: ClientPorts,
  circumstances: Circumstances,
  own: OwnSight,
): Promise<ClientSight> {
  const { clock, machine } = ports;
  const until = clock.now() + SEARCH_MS;
  const names = searchNames(ports.openNames, circumstances, until);
  const known = hostKnowledge(circumstances.facts, circumstances.product);
  const found = await Array.fromAsync(findHosts(known, names));
  const candidates = found.flatMap((step) => step.kind === "candidate" ? [step.candidate] : []);
  const question = probeOf(circumstances);
  const answers = question === undefined ? [] : await probeHosts(ports, candidates, question, until);
  const virtual = await machine.isVirtual();
  return { ...own, now: clock.now(), virtual, known, found, asked: question?.product, answers };
}
