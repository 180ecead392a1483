import { DnsCode, otherFailure } from "../dns/failure.ts";
import type { DnsName } from "../dns/name.ts";
import { parseName } from "../dns/name.ts";
import { RecordClass, RecordType } from "../dns/numbers.ts";
import type { ResourceRecord } from "../dns/record.ts";
import type { RecordData } from "../dns/record_data.ts";
import { type Asked, lookUp, type Resolution, type Resolver } from "../dns/resolver.ts";

/** The runtime tells no TTL: a short one, so that nothing is kept for long. */
const UNKNOWN_TTL = 60;

/**
 * The runtime's own resolver, for where no server is known. It tells less: not which server answered, nor whether a name without the
 * records exists, nor the zone.
 */
export class SystemResolver implements Resolver {
  readonly asked: Asked[] = [];
  readonly #deadline: AbortSignal;

  /** `deadline` ends every question that is under way. */
  constructor(deadline: AbortSignal) {
    this.#deadline = deadline;
  }

  async resolve(name: DnsName, type: number): Promise<Resolution> {
    const resolution = await this.#resolve(name, type);
    const result: Asked["result"] = resolution.kind === "failed"
      ? { kind: "fault", detail: resolution.failure.message }
      : { kind: "rcode", rcode: 0, answers: resolution.kind === "found" ? resolution.records.length : 0 };
    this.asked.push({ name, type, server: undefined, transport: "system", result });
    return resolution;
  }

  async #resolve(name: DnsName, type: number): Promise<Resolution> {
    try {
      const data = await ask(name, type, this.#deadline);
      const records = data.map((data): ResourceRecord => ({
        name,
        recordClass: RecordClass.IN,
        ttl: UNKNOWN_TTL,
        data,
      }));
      if (records.length > 0) return { kind: "found", owner: name, records, additionals: [] };
      return { kind: "noRecords", authorities: [] };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return { kind: "noRecords", authorities: [] };
      const late = error instanceof Deno.errors.TimedOut || this.#deadline.aborted;
      const text = late ? "no answer in time" : error instanceof Error ? error.message : String(error);
      const code = late ? DnsCode.timeout : DnsCode.serverFailure;
      return { kind: "failed", failure: otherFailure(lookUp(name, type), code, text) };
    }
  }
}

async function ask(name: DnsName, type: number, signal: AbortSignal): Promise<RecordData[]> {
  switch (type) {
    case RecordType.SRV: {
      const records = await Deno.resolveDns(name, "SRV", { signal });
      return records.map((record) => ({ type: "SRV", ...record, target: parseName(record.target) }));
    }
    case RecordType.A:
      return (await Deno.resolveDns(name, "A", { signal })).map((address) => ({ type: "A", address }));
    case RecordType.AAAA:
      return (await Deno.resolveDns(name, "AAAA", { signal })).map((address) => ({ type: "AAAA", address }));
    case RecordType.CNAME: {
      const targets = await Deno.resolveDns(name, "CNAME", { signal });
      return targets.map((target) => ({ type: "CNAME", target: parseName(target) }));
    }
    case RecordType.SOA: {
      const records = await Deno.resolveDns(name, "SOA", { signal });
      return records.map(({ mname, rname, ...numbers }) => ({
        type: "SOA",
        mname: parseName(mname),
        rname: parseName(rname),
        ...numbers,
      }));
    }
    default:
      throw new RangeError(`the runtime's resolver is not asked for type ${type}`);
  }
}
