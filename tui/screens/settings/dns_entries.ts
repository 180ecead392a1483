import type { DnsDomainView } from "../../../src/api/types.ts";
import type { Input } from "../../../src/api/routes.ts";
import type { Said } from "../../describe.ts";
import { dateText, timeOfDay } from "../../format.ts";
import { call } from "../../model/effects.ts";
import type { Change, Entry } from "./entry.ts";
import type { Known } from "./known.ts";
import { nameFault, NEVER_IN_NAME, readAmount, readText } from "./readings.ts";
import { removalRisk, targetRisk } from "./risks.ts";
import { GROUPS } from "./rule_entries.ts";

const group = GROUPS.publishing;
const MOST = 65_535;

type Wanted = NonNullable<DnsDomainView["wanted"]>;

/** The domains that the host is published in, each followed by how. */
export function dnsEntries({ status }: Known): Entry[] {
  return [...status.dns.flatMap((view) => domainEntries(view, status.settings.dnsPublishing)), ADDING];
}

function domainEntries(view: DnsDomainView, isPublishing: boolean): Entry[] {
  const { wanted } = view;
  const entry = domainEntry(view, isPublishing);
  if (wanted === null) return [entry];
  return [
    entry,
    ...NUMBERS.map((number) => numberEntry(view.domain, wanted, number)),
    serverEntry(view.domain, wanted),
    targetEntry(view.domain, wanted),
  ];
}

function domainEntry(view: DnsDomainView, isPublishing: boolean): Entry {
  const { domain, wanted, published } = view;
  return {
    key: `domain ${domain}`,
    group,
    title: domain,
    about: published === null
      ? "Domain that the host is to be published in."
      : `Published as ${published.record.target} port ${published.record.port} by ${published.server}, ${
        dateText(published.time)
      } ${timeOfDay(published.time)} UTC.`,
    value: standingText(view, isPublishing),
    range: wanted === null
      ? "It was removed; its record is still to be taken back."
      : wanted.signed
      ? "updates are signed"
      : "updates are not signed; a key is set with kms dns add --tsig-key FILE",
    notes: failureOf(view),
    edit: {
      kind: "fixed",
      remedy: "the rows below say how the host is published there; d removes the domain",
    },
    reset: wanted === null ? null : {
      does: "remove it",
      change: {
        effect: call("removeDnsDomain", { domain }, `published in ${domain} no more`),
        risk: removalRisk(domain),
      },
    },
  };
}

function standingText({ wanted, published, failure }: DnsDomainView, isPublishing: boolean): string {
  if (wanted === null) return "to be taken back";
  if (failure !== null && (isPublishing || published !== null)) return "failing";
  if (published !== null) return "published";
  return isPublishing ? "not yet published" : "not published";
}

function failureOf({ failure }: DnsDomainView): Said[] {
  if (failure === null) return [];
  return [
    { tone: "bad", text: failure.reason },
    { tone: "plain", text: `To mend it: ${failure.remedy}` },
  ];
}

interface NumberMember {
  readonly name: "priority" | "weight";
  readonly about: string;
}

const NUMBERS: readonly NumberMember[] = [
  { name: "priority", about: "Of the hosts in this domain those with the lowest number are asked first." },
  { name: "weight", about: "Among hosts of one priority: the share of computers that ask this one first." },
];

function numberEntry(domain: string, wanted: Wanted, { name, about }: NumberMember): Entry {
  const value = wanted[name];
  const change = (value: number) => changeOf({ domain, [name]: value }, `${name} in ${domain}: ${value}`);
  return {
    ...common(domain, name, about),
    value: String(value),
    range: `0 to ${MOST}, at first 0`,
    edit: {
      kind: "text",
      text: String(value),
      read: (text) => readAmount(text, { value, min: 0, max: MOST, unit: "" }, change),
    },
    reset: value === 0 ? null : { does: "back to 0", change: change(0) },
  };
}

const ZONES_OWN = "the zone's own";

function serverEntry(domain: string, { server }: Wanted): Entry {
  const change = (server: string | null) =>
    changeOf({ domain, server }, `name server for ${domain}: ${server ?? ZONES_OWN}`);
  return {
    ...common(
      domain,
      "name server",
      "Where updates are sent: an address, with a port behind a colon if need be.",
    ),
    value: server ?? ZONES_OWN,
    range: `ADDR or ADDR:PORT; empty for ${ZONES_OWN}, as at first`,
    edit: {
      kind: "text",
      text: server ?? "",
      read: (text) => readText(text, { value: server, never: /[^:.[\]%\w]/, faultOf: serverFault }, change),
    },
    reset: server === null ? null : { does: `back to ${ZONES_OWN}`, change: change(null) },
  };
}

/** By its looks; the host reads it in full. */
function serverFault(text: string): string | undefined {
  const isAddress = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.%\w]+\])(:\d{1,5})?$/i.test(text) ||
    /^[0-9a-f]*:[0-9a-f:.]+$/i.test(text);
  return isAddress ? undefined : "an address such as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53";
}

const HOSTS_OWN = "the host's own name";

function targetEntry(domain: string, { target }: Wanted): Entry {
  const change = (target: string | null): Change => ({
    ...changeOf({ domain, target }, `the record in ${domain} leads to ${target ?? HOSTS_OWN}`),
    risk: targetRisk(domain, target),
  });
  return {
    ...common(domain, "target", "The name that the record leads to, and that computers then look up."),
    value: target ?? HOSTS_OWN,
    range: `a name; empty for ${HOSTS_OWN}, as at first`,
    edit: {
      kind: "text",
      text: target ?? "",
      read: (text) => readText(text, { value: target, never: NEVER_IN_NAME, faultOf: nameFault }, change),
    },
    reset: target === null ? null : { does: `back to ${HOSTS_OWN}`, change: change(null) },
  };
}

function common(domain: string, title: string, about: string) {
  return { key: `domain ${domain} ${title}`, group, title: `  ${title}`, about, notes: [] };
}

function changeOf(input: Input<"setDnsDomain">, said: string): Change {
  return { effect: call("setDnsDomain", input, said), risk: null };
}

/** The row by which a domain is added. */
const ADDING: Entry = {
  key: "add a domain",
  group,
  title: "add a domain…",
  about: "Publish the host in one more domain: computers whose own domain it is find it there.",
  value: "",
  range: "a name such as example.com",
  notes: [],
  edit: {
    kind: "text",
    text: "",
    read: (text) =>
      readText(
        text,
        { value: null, never: NEVER_IN_NAME, faultOf: nameFault },
        (domain) => changeOf({ domain: domain ?? "" }, `${domain} is set`),
      ),
  },
  reset: null,
};
