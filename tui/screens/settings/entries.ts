import type { DnsStatus } from "../../../src/api/types.ts";
import type { Said } from "../../describe.ts";
import { dnsEntries } from "./dns_entries.ts";
import type { Entry } from "./entry.ts";
import type { Known } from "./known.ts";
import { metricsEntries, notifyEntries } from "./monitoring_entries.ts";
import { GROUPS, ruleEntries } from "./rule_entries.ts";

/** All settings, group by group; none before the host has said what it has. */
export function entriesOf(known: Known): readonly Entry[] {
  if (known.rules === null) return [];
  return [
    listeningEntry(known),
    ...ruleEntries(known, "service"),
    ...ruleEntries(known, "publishing").map((entry) =>
      entry.key === "multicast" ? announced(entry, known) : entry
    ),
    ...dnsEntries(known),
    ...ruleEntries(known, "journal"),
    ...ruleEntries(known, "alerts"),
    ...notifyEntries(known),
    ...metricsEntries(known),
  ];
}

function listeningEntry({ status: { listening } }: Known): Entry {
  return {
    key: "listen address",
    group: GROUPS.service,
    title: "listen address",
    about: "Address of the host's computer that requests are taken at.",
    value: listening === null ? "not listening" : listening.address,
    range: "set when the host is started: kms serve --listen ADDR",
    notes: [],
    edit: { kind: "fixed", remedy: "it is set when the host is started: kms serve --listen ADDR" },
    reset: null,
  };
}

/** With how its announcement stands. */
function announced(entry: Entry, { announcement, status }: Known): Entry {
  if (announcement === null || !status.settings.multicast) return entry;
  return { ...entry, notes: [...entry.notes, announcementSaid(announcement)] };
}

function announcementSaid(
  { state, instance, reason }: NonNullable<DnsStatus["multicast"]["announcement"]>,
): Said {
  switch (state) {
    case "announced":
      return { tone: "good", text: `announced as ${instance}` };
    case "probing":
      return { tone: "waiting", text: `asking others whether the name ${instance} is free` };
    case "starting":
      return { tone: "waiting", text: "about to be announced" };
    case "waiting":
      return { tone: "warning", text: `not announced, and tried again: ${reason}` };
  }
}
