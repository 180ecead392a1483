import { createHash } from "node:crypto";
import { encodeJournalLine, parseJournalLine } from "../../../src/journal/line.ts";
import type { HostEvent } from "../../../src/policy/events.ts";

type Files = Record<string, Uint8Array>;

/** A folder as a later version may leave it, a command that must refuse it, and what that must say. */
export interface Newer {
  readonly name: string;
  readonly role: "host" | "client" | "authority";
  change(files: Files): void;
  command(folder: string): readonly string[];
  readonly says: RegExp;
  /** The one file that must stay as it is, where the rest of the folder is the host's of now. */
  readonly alone?: string;
}

const JOURNAL = "journal-00000001.jsonl";
const MACHINES = "machines-00000001.jsonl";
const ofFolder = (...words: readonly string[]) => (folder: string) => ["--state", folder, ...words];
const setting = ofFolder("/sai", "100");

const newerFormat = (name: string) =>
  new RegExp(`${name} has format 2, this program knows 1.*at least as new`);
const newer = (name: string) => (files: Files) => put(files, name, { ...read(files, name), format: 2 });

/** Each document, the records and the journal, with a later format, with a member and with an event that nobody knows yet. */
export const NEWER: readonly Newer[] = [
  {
    name: "state.json",
    role: "host",
    change: newer("state.json"),
    command: setting,
    says: newerFormat("state.json"),
  },
  {
    name: "secrets.json",
    role: "host",
    change: newer("secrets.json"),
    command: setting,
    says: newerFormat("secrets.json"),
  },
  {
    name: "monitoring.json",
    role: "host",
    change: (files) => put(files, "monitoring.json", { format: 2 }),
    command: ofFolder("health", "notify"),
    says: newerFormat("monitoring.json"),
    alone: "monitoring.json",
  },
  {
    name: "a member of state.json",
    role: "host",
    change: (files) => changeState(files, (state) => ({ ...state, unheard: 1 })),
    command: setting,
    says: /sealed: Cannot decode state\.json: unheard/,
  },
  {
    name: "a member of a machine's record",
    role: "host",
    change: (files) => {
      files[MACHINES] = bytesOf(textOf(files, MACHINES).replace('{"', '{"unheard":1,"'));
      const sha256 = createHash("sha256").update(files[MACHINES]).digest("hex");
      changeState(files, (state) => ({ ...state, machines: { ...state["machines"] as object, sha256 } }));
    },
    command: setting,
    says: /sealed: Cannot decode machines-00000001\.jsonl: unheard/,
  },
  {
    name: "a kind of event",
    role: "host",
    change: (files) => changeLastEvent(files, (event) => ({ ...event, id: 19_999 }) as unknown as HostEvent),
    command: setting,
    says: /sealed: journal-00000001\.jsonl is damaged at event \d+: Cannot decode journal line: id/,
  },
  {
    name: "a member of an event",
    role: "host",
    change: (files) => changeLastEvent(files, (event) => ({ ...event, unheard: 1 })),
    command: setting,
    says: /sealed: journal-00000001\.jsonl is damaged at event \d+: Cannot decode journal line: unheard/,
  },
  {
    name: "client.json",
    role: "client",
    change: newer("client.json"),
    command: ofFolder("/skms", "kms.example"),
    says: newerFormat("client.json"),
  },
  {
    name: "lease.json",
    role: "client",
    change: newer("lease.json"),
    command: ofFolder("/ato"),
    says: newerFormat("lease.json"),
  },
  {
    name: "authority.json",
    role: "authority",
    change: newer("authority.json"),
    command: (folder) => ["authority", "key", "issue", "--kind", "host", "--dir", folder],
    says: newerFormat("authority.json"),
  },
];

function changeState(files: Files, change: (state: Record<string, unknown>) => unknown): void {
  const envelope = read(files, "state.json");
  const state = change(envelope["state"] as Record<string, unknown>);
  const sha256 = createHash("sha256").update(JSON.stringify(state)).digest("hex");
  put(files, "state.json", { ...envelope, sha256, state });
}

function changeLastEvent(files: Files, change: (event: HostEvent) => HostEvent): void {
  const lines = textOf(files, JOURNAL).trimEnd().split("\n");
  const { n, b, event } = parseJournalLine(bytesOf(lines.at(-1)!));
  const { hash } = parseJournalLine(bytesOf(lines.at(-2)!));
  const last = encodeJournalLine({ n, b }, change(event), hash).text;
  files[JOURNAL] = bytesOf([...lines.slice(0, -1), last].join("\n"));
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (files: Files, name: string) => new TextDecoder().decode(files[name]);
const read = (files: Files, name: string) => JSON.parse(textOf(files, name)) as Record<string, unknown>;
const put = (files: Files, name: string, value: unknown) =>
  void (files[name] = bytesOf(JSON.stringify(value)));
