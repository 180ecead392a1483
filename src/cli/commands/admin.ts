import * as v from "valibot";
import type { AdminStatus } from "../../api/types.ts";
import { command, family } from "../command.ts";
import { readPort } from "../numbers.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { knownHostsPath } from "../remote.ts";
import { withConsole } from "../session.ts";
import { user } from "./admin_user.ts";

const enable = command({
  words: "enable",
  summary: "Let users of other computers administer this host",
  about: [
    "Takes effect at once where the host runs. The certificate is made at the first time; tell its fingerprint to those who connect.",
  ],
  options: {
    port: { type: "string", describe: "1690 at first; 0 takes a free one at each start" },
    listen: { type: "string", describe: "address to listen on, all at first (0.0.0.0; :: with IPv6)" },
  },
  async run({ port, listen, ...options }) {
    if (listen !== undefined && !v.is(v.pipe(v.string(), v.ip()), listen)) {
      throw new UsageError("--listen takes an IP address of this computer");
    }
    const wanted = { port: port === undefined ? null : readPort(port), address: listen ?? null };
    await withConsole(options, "write", async (console) => {
      const status = await console.call("changeAdmin", { enabled: true, ...wanted });
      printResult(options.json, status, statusLines(status));
      if (!status.users.some(({ role }) => role === "administrator")) {
        printNote("kms: there is no administrator yet: kms admin user add NAME --role administrator");
      }
    });
  },
});

const disable = command({
  words: "disable",
  summary: "Let nobody administer this host from another computer",
  about: ["Takes effect at once, also for those who are connected. Users and certificate are kept."],
  async run(options) {
    await withConsole(options, "write", async (console) => {
      const status = await console.call("changeAdmin", { enabled: false, port: null, address: null });
      printResult(options.json, status, statusLines(status));
    });
  },
});

const status = command({
  words: "status",
  summary: "How remote administration stands, with the certificate's fingerprint",
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const found = await console.call("admin", {});
      printResult(options.json, found, statusLines(found));
    });
  },
});

const forget = command({
  words: "forget <host>",
  summary: "Forget the certificate of another computer, which then may have another",
  hereOnly: true,
  arguments: {
    host: { type: "string", demandOption: true, describe: "as it was named: NAME or NAME:PORT" },
  },
  async run({ host, json }) {
    const { forgetRemote } = await import("../../app/consoles/connect_remote.ts");
    const { name, known } = await forgetRemote(host, knownHostsPath());
    printResult(json, { name, known }, [
      known ? `The certificate of ${name} is forgotten.` : `The certificate of ${name} was not known.`,
    ]);
  },
});

export const admin = family("admin", "Administration from other computers", [
  enable,
  disable,
  status,
  forget,
  user,
], [
  "Once it is switched on, kms COMPUTER[:PORT] USER OPTION does on that computer's host what OPTION does here, and kms COMPUTER USER alone opens its dashboard.",
  "The password is asked for, or read from standard input or from --password-file. The certificate that a computer shows first is kept, and none other is taken from then on.",
]);

function statusLines({ enabled, address, port, listening, fingerprint, users }: AdminStatus): string[] {
  const where = listening ?? { address, port };
  const on = listening === null
    ? `on, port ${where.port} (${where.address}), as soon as the host runs`
    : `on, port ${where.port} (${where.address})`;
  return [
    `Remote administration: ${enabled ? on : "off"}`,
    ...(fingerprint === null ? [] : [`    Fingerprint: ${fingerprint}`]),
    ...(users.length === 0
      ? []
      : [`    Users: ${users.map(({ name, role }) => `${name} (${role})`).join(", ")}`]),
  ];
}
