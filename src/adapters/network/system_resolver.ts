import type { Resolver as Questions } from "node:dns/promises";
import { DnsCode, otherFailure } from "../../dns/failure.ts";
import type { DnsName } from "../../dns/name.ts";
import { parseName } from "../../dns/name.ts";
import { RecordClass, RecordType } from "../../dns/numbers.ts";
import type { ResourceRecord } from "../../dns/record.ts";
import type { RecordData } from "../../dns/record_data.ts";
import { type Asked, lookUp, type Resolution, type Resolver } from "../../dns/resolver.ts";

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
      const code = (error as { code?: unknown }).code;
      if (NO_RECORDS.includes(code)) return { kind: "noRecords", authorities: [] };
      const late = LATE.includes(code) || this.#deadline.aborted;
      const text = late ? "no answer in time" : error instanceof Error ? error.message : String(error);
      const dnsCode = late ? DnsCode.timeout : DnsCode.serverFailure;
      return { kind: "failed", failure: otherFailure(lookUp(name, type), dnsCode, text) };
    }
  }
}

/** As node:dns names what came of a question. */
const NO_RECORDS: readonly unknown[] = ["ENOTFOUND", "ENODATA"];
const LATE: readonly unknown[] = ["ETIMEOUT", "ECANCELLED"];

async function ask(name: DnsName, type: number, signal: AbortSignal): Promise<RecordData[]> {
  signal.throwIfAborted();
  const { Resolver: Questions } = await import("node:dns/promises"); // only those pay for it who have no server to ask
  const questions = new Questions();
  let giveUp = () => {};
  const late = new Promise<never>((_, reject) => {
    giveUp = () => {
      questions.cancel();
      reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([answersTo(questions, name, type), late]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function answersTo(questions: Questions, name: DnsName, type: number): Promise<RecordData[]> {
  switch (type) {
    case RecordType.SRV: {
      const records = await questions.resolveSrv(name);
      return records.map(({ priority, weight, port, name }) => {
        return { type: "SRV", priority, weight, port, target: parseName(name) };
      });
    }
    case RecordType.A:
      return (await questions.resolve4(name)).map((address) => ({ type: "A", address }));
    case RecordType.AAAA:
      return (await questions.resolve6(name)).map((address) => ({ type: "AAAA", address }));
    case RecordType.CNAME: {
      const targets = await questions.resolveCname(name);
      return targets.map((target) => ({ type: "CNAME", target: parseName(target) }));
    }
    case RecordType.SOA: {
      const { nsname, hostmaster, minttl, ...numbers } = await questions.resolveSoa(name);
      return [{
        type: "SOA",
        mname: parseName(nsname),
        rname: parseName(hostmaster),
        ...numbers,
        minimum: minttl,
      }];
    }
    default:
      throw new RangeError(`the runtime's resolver is not asked for type ${type}`);
  }
}
