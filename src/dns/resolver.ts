import type { SocketAddress } from "../ports.ts";
import { followAliases, recordsOf } from "./aliases.ts";
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
import { type Message, rcodeOf } from "./message.ts";
import type { DnsName } from "./name.ts";
import { Rcode, typeName } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import { makeQuery } from "./requests.ts";

/** One question to one server and what came of it: what a diagnosis shows. */
export interface Asked {
  readonly name: DnsName;
  readonly type: number;
  /** Undefined where the system's own resolver was asked. */
  readonly server: SocketAddress | undefined;
  /** `udp`, `tcp`, or `system` for the system's own resolver. */
  readonly transport: "udp" | "tcp" | "system";
  readonly result:
    | { readonly kind: "rcode"; readonly rcode: number; readonly answers: number }
    | { readonly kind: "fault"; readonly detail: string };
}

/** What DNS has of a type at a name. */
export type Resolution =
  | {
    readonly kind: "found";
    /** The name, or where its aliases lead. */
    readonly owner: DnsName;
    readonly records: readonly ResourceRecord[];
    readonly additionals: readonly ResourceRecord[];
  }
  /** The name does not exist, or has nothing of that type. The authorities may tell the zone (RFC 2308, 3). */
  | { readonly kind: "noName" | "noRecords"; readonly authorities: readonly ResourceRecord[] }
  | { readonly kind: "failed"; readonly failure: DnsFailure };

export interface Resolver {
  /** Everything that was asked so far, in its order. */
  readonly asked: readonly Asked[];
  /** Never rejects for what DNS says, or does not. */
  resolve(name: DnsName, type: number): Promise<Resolution>;
}

/** Aliases that are followed one after another. */
const MOST_ALIASES = 8;

/** Asks servers, the next one where one does not answer or fails. For one operation, which ends at the deadline. */
export class ServerResolver implements Resolver {
  readonly asked: Asked[] = [];
  readonly #ports: DnsPorts;
  readonly #servers: readonly SocketAddress[];
  readonly #patience: Patience;

  constructor(ports: DnsPorts, servers: readonly SocketAddress[], patience: Patience) {
    this.#ports = ports;
    this.#servers = servers;
    this.#patience = patience;
  }

  async resolve(name: DnsName, type: number): Promise<Resolution> {
    let [owner, aliases] = [name, 0];
    while (true) {
      const answer = await this.#ask(owner, type);
      if ("failure" in answer) return { kind: "failed", failure: answer.failure };
      const { rcode, answers, authorities, additionals } = answer.message;
      const followed = followAliases(answers, owner, type, MOST_ALIASES - aliases);
      if (followed === undefined) return this.#tooManyAliases(name, type);
      owner = followed.owner;
      aliases += followed.aliases;
      const records = recordsOf(answers, owner, type);
      if (records.length > 0) return { kind: "found", owner, records, additionals };
      // an answer that ends at an alias tells nothing of what that leads to, but for an rcode (RFC 6604, 3)
      if (rcode === Rcode.NXDOMAIN) return { kind: "noName", authorities };
      if (followed.aliases === 0) return { kind: "noRecords", authorities };
    }
  }

  async #ask(name: DnsName, type: number): Promise<{ message: Message } | { failure: DnsFailure }> {
    const step = lookUp(name, type);
    let failure = otherFailure(step, DnsCode.noServers, "no DNS server is known");
    for (const server of this.#servers) {
      const exchanged = await this.#askServer(server, name, type);
      if (exchanged.kind === "unanswered") {
        failure = unansweredFailure(step, exchanged);
        continue;
      }
      const rcode = rcodeOf(exchanged.message);
      if (rcode === Rcode.NOERROR || rcode === Rcode.NXDOMAIN) return exchanged;
      failure = rcodeFailure(step, server, rcode);
    }
    return { failure };
  }

  /** Without EDNS once more where the server does not know it (RFC 6891, 7). */
  async #askServer(server: SocketAddress, name: DnsName, type: number): Promise<Exchanged> {
    const exchanged = await this.#exchange(server, name, type, true);
    const refusesEdns = exchanged.kind === "answered" && exchanged.message.rcode === Rcode.FORMERR;
    return refusesEdns ? await this.#exchange(server, name, type, false) : exchanged;
  }

  async #exchange(server: SocketAddress, name: DnsName, type: number, edns: boolean): Promise<Exchanged> {
    const request = makeQuery(this.#ports.random, name, type, { edns });
    const exchanged = await exchange(this.#ports, server, request, this.#patience);
    this.asked.push({ name, type, server, transport: exchanged.transport, result: resultOf(exchanged) });
    return exchanged;
  }

  #tooManyAliases(name: DnsName, type: number): Resolution {
    const text = `more than ${MOST_ALIASES} aliases (CNAME) lead on from it, or they lead in a circle`;
    return { kind: "failed", failure: otherFailure(lookUp(name, type), undefined, text) };
  }
}

/** The step of looking a name up. */
export function lookUp(name: DnsName, type: number): Step {
  return {
    what: `look up ${typeName(type)} ${name}`,
    remedy: "check the DNS server and the records that it has of this name",
  };
}

function resultOf(exchanged: Exchanged): Asked["result"] {
  if (exchanged.kind === "unanswered") return { kind: "fault", detail: exchanged.detail };
  const { message } = exchanged;
  return { kind: "rcode", rcode: rcodeOf(message), answers: message.answers.length };
}
