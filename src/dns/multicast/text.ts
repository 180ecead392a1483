import type { RecordData } from "../record_data.ts";

type TextData = Extract<RecordData, { type: "TXT" }>;

/** What an instance says of itself; keys are in lower case. */
export type ServiceText = Readonly<Record<string, string>>;

/** The version of the TXT record, which comes first in it (RFC 6763, 6.7). */
const VERSION = ["txtvers", "1"] as const;
const LONGEST_STRING = 255;

/** `key=value` each (RFC 6763, 6.3), the version first. A value that is too long ends early. */
export function textData(text: ServiceText): TextData {
  const pairs = [VERSION, ...Object.entries(text)];
  return { type: "TXT", strings: pairs.map(([key, value]) => stringOf(`${key}=${value}`)) };
}

/** Of a key that comes twice the first counts; what has no value is left out, and what would disturb a terminal replaced. */
export function readText({ strings }: TextData): ServiceText {
  const text = new Map<string, string>();
  for (const string of strings) {
    const [, key, value] = /^([ -<>-~]+)=(.*)$/su.exec(new TextDecoder().decode(string)) ?? [];
    if (key === undefined || text.has(key.toLowerCase())) continue;
    text.set(key.toLowerCase(), value!.replace(/\p{C}/gu, "\ufffd"));
  }
  return Object.fromEntries(text);
}

function stringOf(text: string): Uint8Array {
  const bytes = new Uint8Array(LONGEST_STRING);
  return bytes.slice(0, new TextEncoder().encodeInto(text, bytes).written);
}
