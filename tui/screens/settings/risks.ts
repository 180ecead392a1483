import type { DnsDomainView } from "../../../src/api/types.ts";
import type { HostSettings, SettingName, SettingValue } from "../../../src/policy/settings.ts";
import { countOf, countText } from "../../format.ts";
import type { Risk } from "./entry.ts";

/** What the host is like when something is to be changed. */
export interface Circumstances {
  readonly settings: HostSettings;
  readonly domains: readonly DnsDomainView[];
  /** Machines that the host keeps records of. */
  readonly known: number;
}

/** What a change of a setting could cost; null where computers go on being served and nothing is lost. */
export function riskOf(name: SettingName, value: SettingValue, now: Circumstances): Risk | null {
  switch (name) {
    case "port":
      return portRisk(Number(value), now);
    case "machineLimit":
      return limitRisk(Number(value), now);
    case "dnsPublishing":
      return value === true ? null : withdrawalRisk(now);
    case "publicClients":
      return value === true ? null : STRANGERS_REFUSED;
    case "multicast":
      return value === true ? null : SILENCE;
    case "journalMaxBytes":
    case "journalMaxAgeDays":
      return Number(value) < now.settings[name] ? LESS_JOURNAL : null;
    default:
      return null;
  }
}

function portRisk(port: number, { settings, domains }: Circumstances): Risk {
  const isPublished = settings.dnsPublishing && wantedOf(domains).length > 0;
  return {
    question: `Change the port from ${settings.port} to ${port}?`,
    consequences: [
      `Computers that have port ${settings.port} set get no answer until they are told the new one; firewalls must let it through.`,
      isPublished
        ? "Those that find the host in DNS follow as soon as its record is changed, and what name servers keep has run out."
        : "The host is not published in DNS: no computer learns of it by itself.",
    ],
    verb: `use port ${port}`,
  };
}

function limitRisk(limit: number, { known }: Circumstances): Risk | null {
  if (limit > known) return null;
  return {
    question: `Limit the machines to ${countText(limit)}?`,
    consequences: [
      `The host knows ${
        countOf(known, "machine")
      }. These are served as before, but any other is refused until enough of them have left.`,
    ],
    verb: "limit them",
  };
}

function withdrawalRisk({ domains }: Circumstances): Risk | null {
  const names = wantedOf(domains).map(({ domain }) => domain);
  if (names.length === 0) return null;
  return {
    question: "Switch DNS publishing off?",
    consequences: [
      `The host takes its record back from ${
        names.length > 3 ? countOf(names.length, "domain") : names.join(", ")
      }.`,
      "Computers that find the host in DNS can then neither activate nor renew, unless they have its address set.",
    ],
    verb: "switch it off",
  };
}

const SILENCE: Risk = {
  question: "Switch multicast off?",
  consequences: [
    "Computers that find the host by multicast can then neither activate nor renew, unless they have its address set.",
  ],
  verb: "switch it off",
};

const STRANGERS_REFUSED: Risk = {
  question: "Serve no computers of public networks?",
  consequences: [
    "Computers whose address is neither private nor of a network that the host is in can then neither activate nor renew.",
  ],
  verb: "serve them no more",
};

const LESS_JOURNAL: Risk = {
  question: "Keep less of the event log?",
  consequences: [
    "Events beyond the new limit are removed, and cannot be had back: export them first with kms events export.",
  ],
  verb: "keep less",
};

export function removalRisk(domain: string): Risk {
  return {
    question: `Publish the host in ${domain} no more?`,
    consequences: [
      "Its record there is taken back, and what is set for this domain is forgotten, the key for updates too.",
      "Computers that find the host by this domain can then neither activate nor renew, unless they have its address set.",
    ],
    verb: "remove the domain",
  };
}

export function targetRisk(domain: string, target: string | null): Risk {
  const leads = target === null ? "the host's own name" : target;
  return {
    question: `Let the record in ${domain} lead to ${leads}?`,
    consequences: [
      "Computers that find the host there ask at that name from then on. Where it does not lead to this host they are not served.",
    ],
    verb: "change the target",
  };
}

export function exposureRisk(address: string): Risk {
  return {
    question: `Serve metrics at ${address}?`,
    consequences: ["Whoever reaches that address may read them, without signing in."],
    verb: "serve them there",
  };
}

function wantedOf(domains: readonly DnsDomainView[]): readonly DnsDomainView[] {
  return domains.filter(({ wanted }) => wanted !== null);
}
