import { type DnsName, sameName } from "./name.ts";
import { RecordType } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import { typeOf } from "./record_data.ts";

/** Follows the aliases (CNAME) in an answer from `name` until there are records of the type, or no more aliases; undefined where there are more than `most`. */
export function followAliases(
  answers: readonly ResourceRecord[],
  name: DnsName,
  type: number,
  most: number,
): { owner: DnsName; aliases: number } | undefined {
  let owner = name;
  for (let aliases = 0; aliases <= most; aliases++) {
    const next = recordsOf(answers, owner, RecordType.CNAME)[0]?.data;
    if (next?.type !== "CNAME" || recordsOf(answers, owner, type).length > 0) return { owner, aliases };
    owner = next.target;
  }
  return undefined;
}

/** The records of a type at a name. */
export function recordsOf(
  records: readonly ResourceRecord[],
  name: DnsName,
  type: number,
): ResourceRecord[] {
  return records.filter((record) => typeOf(record.data) === type && sameName(record.name, name));
}
