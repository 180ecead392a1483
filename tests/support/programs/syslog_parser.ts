/** A message of syslog as RFC 5424 (section 6) has it, read character by character by its grammar and by nothing that writes them. */
export interface SyslogMessage {
  readonly facility: number;
  readonly severity: number;
  readonly timestamp: string;
  readonly hostname: string;
  readonly app: string;
  readonly process: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly message: string;
}

const PRINTABLE = /^[\x21-\x7e]+$/;
const TIMESTAMP =
  /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;

export function parseSyslog(bytes: Uint8Array): SyslogMessage {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const header = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) /.exec(text);
  if (header === null) throw new Error(`no header: ${text}`);
  const [, priority, timestamp, hostname, app, process, messageId] = header as unknown as string[];
  const bounds = { hostname: 255, app: 48, process: 128, messageId: 32 };
  for (const [name, most] of Object.entries(bounds)) {
    const value = { hostname, app, process, messageId }[name]!;
    if (!PRINTABLE.test(value) || value.length > most) throw new Error(`${name}: ${value}`);
  }
  if (timestamp !== "-" && !TIMESTAMP.test(timestamp!)) throw new Error(`time: ${timestamp}`);
  if (Number(priority) > 191 || /^0\d/.test(priority!)) throw new Error(`priority: ${priority}`);
  const reader = new Reader(text.slice(header[0].length));
  const data = reader.structuredData();
  const rest = reader.rest;
  if (!rest.startsWith(" \ufeff")) throw new Error(`no message in UTF-8: ${rest}`);
  return {
    facility: Math.floor(Number(priority) / 8),
    severity: Number(priority) % 8,
    timestamp: timestamp!,
    hostname: hostname!,
    app: app!,
    process: process!,
    messageId: messageId!,
    data,
    message: rest.slice(2),
  };
}

class Reader {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get rest(): string {
    return this.#text;
  }

  structuredData(): Record<string, Record<string, string>> {
    const data: Record<string, Record<string, string>> = {};
    if (this.#take(/^-/) !== undefined) return data;
    do {
      const id = this.#must(/^\[([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})/, "SD-ID");
      data[id] = this.#parameters();
      this.#must(/^(\])/, "end of the element");
    } while (this.#text.startsWith("["));
    return data;
  }

  #parameters(): Record<string, string> {
    const parameters: Record<string, string> = {};
    for (let name; (name = this.#take(/^ ([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})=/)) !== undefined;) {
      const value = this.#must(/^"((?:[^"\\\]]|\\["\\\]])*)"/, `value of ${name}`);
      if (name in parameters) throw new Error(`${name} twice`);
      parameters[name] = value.replace(/\\(["\\\]])/g, "$1");
    }
    return parameters;
  }

  #must(pattern: RegExp, what: string): string {
    const taken = this.#take(pattern);
    if (taken === undefined) throw new Error(`${what} expected at ${this.#text}`);
    return taken;
  }

  #take(pattern: RegExp): string | undefined {
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#text = this.#text.slice(match[0].length);
    return match[1] ?? match[0];
  }
}

/** The messages of a stream that counts their octets (RFC 6587, 3.4.1), and what is left of a last one. */
export function splitFrames(stream: Uint8Array): { messages: Uint8Array[]; rest: number } {
  const messages: Uint8Array[] = [];
  for (let at = 0;;) {
    const space = stream.indexOf(32, at);
    const digits = space < 0 ? "" : new TextDecoder().decode(stream.subarray(at, space));
    if (space < 0 || space + 1 + Number(digits) > stream.length) {
      return { messages, rest: stream.length - at };
    }
    if (!/^[1-9]\d*$/.test(digits)) throw new Error(`no length: ${digits}`);
    messages.push(stream.slice(space + 1, at = space + 1 + Number(digits)));
  }
}
