import type { Activation } from "../../../src/client/activating.ts";
import type { Client } from "../../../src/client/client.ts";
import type { ClientFacts } from "../../../src/client/client_store.ts";
import { SearchFailed } from "../../../src/client/searching.ts";
import { encodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import type { ReplyFields } from "../../../src/protocol/reply.ts";
import { operationErrorOf } from "../rejects.ts";
import { clientProductKey } from "../samples/sample_licence.ts";
import { signedHost, signedReply, strangerKey } from "../samples/samples.ts";
import { elapse, ScriptedHosts, type Site } from "./scripted_hosts.ts";
import { target } from "./scripted_names.ts";
import { TestClient } from "../roles/test_client.ts";

/** A client with a key and no host, in the domain `example.com.`, over scripted names and hosts. */
export class SearchBench extends TestClient {
  readonly hosts = new ScriptedHosts(this.time);

  constructor() {
    super();
    this.names.domains = ["example.com."];
  }

  async client(): Promise<Client> {
    const client = await this.open(this.hosts);
    if (!client.hasKey) await client.installKey(clientProductKey(1));
    return client;
  }

  /** Activates while time goes by as the waits have it. */
  async activate(options: Parameters<Client["activate"]>[0] = {}): Promise<Activation> {
    return await elapse(this.time, (await this.client()).activate(options));
  }

  /** The failure of an activation. */
  async refused(): Promise<SearchFailed> {
    const error = await operationErrorOf(() => this.activate());
    if (error instanceof SearchFailed) return error;
    throw error;
  }

  /** A host that answers as the example's does, but for `changes`. */
  sound(changes: Partial<ReplyFields> = {}): Site {
    return {
      answer: (frame) => {
        const issued = Math.floor(this.time.now() / 1000);
        return [signedReply({ issued, ...changes }, signedHost(), frame)];
      },
    };
  }

  /** A host that refuses with a signed reply. */
  refusing(result: number): Site {
    return this.sound({ result, validity: 0 });
  }

  /** A host that another publisher has activated: nothing that it signs holds here. */
  stranger(): Site {
    return { answer: (frame) => [signedReply({}, signedHost({}, strangerKey), frame, strangerKey)] };
  }

  /** A host that answers each request with an error frame. */
  complaining(result: number): Site {
    return { answer: () => [encodeErrorFrame(result)] };
  }

  get cachedHost(): ClientFacts["cachedHost"] {
    return this.documents.parsed<ClientFacts>("client.json").cachedHost;
  }
}

/** Hosts kms-1, kms-2 and so on in DNS, at 192.0.2.1, 192.0.2.2 and so on, which behave so. */
export function benchWith(make: (bench: SearchBench) => readonly Site[]): SearchBench {
  const bench = new SearchBench();
  const sites = make(bench);
  for (const [i, site] of sites.entries()) bench.hosts.sites.set(`192.0.2.${i + 1} 1688`, site);
  bench.names.offer(
    "example.com.",
    ...sites.map((_, i) => target(`kms-${i + 1}.example.com`, [`192.0.2.${i + 1}`])),
  );
  return bench;
}
/** The addresses that somebody connected to, in order. */
export const askedOf = ({ hosts }: SearchBench) => hosts.attempts.map((text) => text.split(" ")[0]);
