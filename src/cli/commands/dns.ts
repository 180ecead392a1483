import type { DnsDomainView, DnsSeen, DnsStatus } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { formatHResult } from "../../protocol/hresult.ts";
import { command, family } from "../command.ts";
import { readWhole } from "../numbers.ts";
import { formatTime, printNote, printResult, UsageError } from "../output.ts";
import { readFile, withConsole } from "../session.ts";
import { multicast, multicastLine, refuseUnannounced } from "./dns_multicast.ts";

const MOST = 65535;
/** What a domain has at first: the zone's own server, the host's own name. */
const AUTO = "auto";
const DOMAIN = {
  domain: { type: "string", demandOption: true, describe: "a DNS domain, such as example.com" },
} as const;

const add = command({
  words: "add <domain>",
  summary: "Publish this host in a domain, or change how",
  about: [
    "The host keeps the record _volact._tcp.DOMAIN SRV by dynamic update (RFC 2136): at start, every 24 hours, and when its port or name " +
    "changes; it takes its own record back, and only its own, when it stops.",
    "The server is the zone's primary one unless it is named. A key file, as tsig-keygen writes it, is read here; without one the server " +
    "must allow updates from the host's address.",
    "For a domain that is set already what is not given stays as it is; --server auto, --target auto and --unsigned take it away.",
  ],
  arguments: DOMAIN,
  options: {
    priority: { type: "string", describe: "of the record: lower ones are asked first; at first 0" },
    weight: { type: "string", describe: "share among hosts of one priority; at first 0" },
    server: {
      type: "string",
      describe: "name server to send updates to: ADDR or ADDR:PORT; auto, as at first: the zone's own",
    },
    "tsig-key": {
      type: "string",
      completes: "file",
      describe: "file with the key that updates are signed with",
    },
    unsigned: { type: "boolean", default: false, describe: "forget the key, and sign updates no more" },
    target: {
      type: "string",
      describe: "name that the record leads to; auto, as at first: the host's own",
    },
  },
  async run({ domain, priority, weight, server, tsigKey, unsigned, target, ...options }) {
    if (unsigned && tsigKey !== undefined) {
      throw new UsageError("--tsig-key and --unsigned exclude each other");
    }
    const wanted = {
      domain,
      priority: priority === undefined ? undefined : readWhole("--priority", priority, 0, MOST),
      weight: weight === undefined ? undefined : readWhole("--weight", weight, 0, MOST),
      server: server === AUTO ? null : server,
      target: target === AUTO ? null : target,
      tsigKey: unsigned ? null : tsigKey === undefined ? undefined : await readFile(tsigKey),
    };
    await withConsole(options, "write", async (console) => {
      const status = await console.call("setDnsDomain", wanted);
      printResult(options.json, status, statusLines(status));
      tellPending(status);
      refuseFailed(status, {
        of: domain,
        kept: "the domain stays set, and the host tries again by itself",
      });
    });
  },
});

const remove = command({
  words: "remove <domain>",
  summary: "Publish it there no more, and take the record back",
  arguments: DOMAIN,
  async run({ domain, ...options }) {
    await withConsole(options, "write", async (console) => {
      const status = await console.call("removeDnsDomain", { domain });
      const left = status.domains.find((one) => one.wanted === null && sameDomain(one.domain, domain));
      const done = left === undefined
        ? `The host is published in ${domain} no more.`
        : `The host is set to be published in ${domain} no more; its record is still there.`;
      printResult(options.json, status, [done]);
      if (left !== undefined && !status.running) {
        printNote("kms: the host does not run: it is taken back when the host starts (kms serve)");
      }
      refuseFailed(status, {
        of: domain,
        kept: "the record is still there, and the host tries again by itself",
      });
    });
  },
});

const list = command({
  words: "list",
  summary: "Show the domains, what is published there, and the announcement by multicast",
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const status = await console.call("dns", {});
      printResult(options.json, status, [...statusLines(status), multicastLine(status)]);
    });
  },
});

const publish = command({
  words: "publish",
  summary: "Bring the records up to date at once",
  async run(options) {
    await withConsole(options, "write", async (console) => {
      const status = await console.call("publishDns", {});
      printResult(options.json, status, statusLines(status));
      tellPending(status);
      refuseFailed(status);
    });
  },
});

const status = command({
  words: "status",
  summary: "Look the records up; exit status 1 unless all is well",
  about: [
    "Shows what is published, and what DNS answers to somebody who looks for hosts in each domain: this host's record, those of others, " +
    "and where they lead.",
  ],
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const dns = await console.call("dns", {});
      const seen = await console.call("dnsSeen", {});
      printResult(options.json, { ...dns, seen: seen.domains }, [
        ...statusLines(dns),
        multicastLine(dns),
        ...seen.domains.flatMap(seenLines),
      ]);
      refuseFailed(dns);
      refuseUnannounced(dns);
      const unseen = dns.domains.find(({ domain, published }) => published !== null && !isSeen(domain, seen));
      if (unseen !== undefined) {
        throw new OperationError(`This host's record in ${unseen.domain} is not to be seen`, {
          remedy: "kms dns publish; a name server may go on telling what it has kept, up to an hour",
        });
      }
    });
  },
});

export const dns = family("dns", "Publish this host in DNS", [
  add,
  remove,
  list,
  publish,
  status,
  multicast,
]);

function statusLines({ publishing, running, domains }: DnsStatus): string[] {
  const state = !publishing ? "off: kms /sdns" : running ? "on" : "on; the host does not run: kms serve";
  if (domains.length === 0) return [`DNS publishing: ${state}`, "No domain is set: kms dns add DOMAIN"];
  return [`DNS publishing: ${state}`, ...domains.flatMap((view) => domainLines(view, publishing))];
}

function domainLines(view: DnsDomainView, publishing: boolean): string[] {
  const { domain, wanted, published } = view;
  const how = wanted === null
    ? "removed; its record is still to be taken back"
    : `priority ${wanted.priority}, weight ${wanted.weight}, ${
      wanted.server === null ? "the zone's own server" : `server ${wanted.server}`
    }, ${wanted.signed ? "signed" : "unsigned"}`;
  const failure = publishing || published !== null ? describeFailure(view) : undefined;
  return [
    `${domain}: ${how}`,
    published === null
      ? "    Published: no"
      : `    Published: ${published.record.target} port ${published.record.port}, by ${published.server}, ${
        formatTime(published.time)
      }`,
    ...(failure === undefined ? [] : [`    Failed: ${failure}`]),
  ];
}

function describeFailure({ failure }: DnsDomainView): string | undefined {
  if (failure === null) return undefined;
  const code = failure.code === null ? "" : `${formatHResult(failure.code)}: `;
  return `${code}${failure.reason}. To mend it: ${failure.remedy}`;
}

function seenLines({ domain, records, failure }: DnsSeen["domains"][number]): string[] {
  const lines = records.map(({ priority, weight, port, target, addresses, ours }) =>
    `    ${target} port ${port}, priority ${priority}, weight ${weight}: ${
      addresses.length === 0 ? "no address" : addresses.join(", ")
    }${ours ? " (this host)" : ""}`
  );
  return [
    `Seen in ${domain}:`,
    ...lines,
    ...(failure === null ? [] : [`    ${failure.reason}. To mend it: ${failure.remedy}`]),
  ];
}

function isSeen(domain: string, { domains }: DnsSeen): boolean {
  return domains.some((one) => one.domain === domain && one.records.some(({ ours }) => ours));
}

function tellPending({ publishing, running }: DnsStatus): void {
  if (!running) printNote("kms: the host does not run: it is published when the host starts (kms serve)");
  else if (!publishing) printNote("kms: DNS publishing is off: kms /sdns");
}

/** Of a host that does not run nothing was tried now. `of`: the one domain that matters; `kept`: what holds in spite of the failure. */
export function refuseFailed(
  { publishing, running, domains }: DnsStatus,
  { of, kept }: { readonly of?: string; readonly kept?: string } = {},
): void {
  const failed = domains.find(({ domain, failure, published }) =>
    failure !== null && (publishing || published !== null) && (of === undefined || sameDomain(domain, of))
  );
  if (failed === undefined || (kept !== undefined && !running)) return;
  const { reason, remedy } = failed.failure!;
  const more = kept === undefined ? "" : `; ${kept}`;
  throw new OperationError(`DNS publishing fails in ${failed.domain}: ${reason}${more}`, { remedy });
}

function sameDomain(one: string, typed: string): boolean {
  return one === typed.trim().replace(/\.$/, "").toLowerCase();
}
