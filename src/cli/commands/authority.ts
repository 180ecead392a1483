import { AFTER_GRACE } from "../../policy/licence_state.ts";
import { AUTHORITY_FOLDER, command, family } from "../command.ts";
import { countOf, formatTime, printNote, printResult, UsageError } from "../output.ts";
import { ended, readFile } from "../session.ts";
import { key } from "./authority_key.ts";
import { readAddress, readWhole } from "../numbers.ts";

const MOST_REARMS = 1000;
const MOST_GRACE_DAYS = 3650;
const MOST_AUTHORITY_DAYS = 36_500;

/** What a licence file says beside its products. */
const TERMS = {
  url: { type: "string", describe: "where hosts reach kms authority serve" },
  rearms: { type: "string", describe: "how often a client may be rearmed, 3 unless given" },
  "grace-days": { type: "string", describe: "days without activation at first, 30 unless given" },
  "after-grace": {
    choices: AFTER_GRACE,
    describe: "what a client is in after its grace periods, notification unless given",
  },
} as const;

interface GivenTerms {
  readonly url: string | undefined;
  readonly rearms: string | undefined;
  readonly graceDays: string | undefined;
  readonly afterGrace: typeof AFTER_GRACE[number] | undefined;
}

/** Those that were given. Throws UsageError. */
function readTerms({ url, rearms, graceDays, afterGrace }: GivenTerms) {
  if (url !== undefined && !URL.canParse(url)) {
    throw new UsageError(`--url: ${JSON.stringify(url)} is no URL`);
  }
  return {
    ...(url === undefined ? {} : { url }),
    ...(rearms === undefined ? {} : { rearms: readWhole("--rearms", rearms, 0, MOST_REARMS) }),
    ...(graceDays === undefined
      ? {}
      : { graceDays: readWhole("--grace-days", graceDays, 0, MOST_GRACE_DAYS) }),
    ...(afterGrace === undefined ? {} : { afterGrace }),
  };
}

const init = command({
  words: "init",
  summary: "Make a publisher's authority: root keys, authority key, licence file, catalogue",
  hereOnly: true,
  options: {
    ...AUTHORITY_FOLDER,
    publisher: { type: "string", demandOption: true, describe: "the publisher's name" },
    products: {
      type: "string",
      completes: "file",
      describe: "JSON file with the products; without, two samples",
    },
    ...TERMS,
  },
  async run({ dir, publisher, products, json, ...given }) {
    const { initAuthority } = await import("../../app/folders/authority_folder.ts");
    const terms = readTerms(given);
    const text = products === undefined ? undefined : await readFile(products);
    const made = await initAuthority(dir, { url: null, ...terms, publisher, products: text });
    printResult(json, { dir, products: made.products }, [
      `Authority of ${publisher} made in ${dir}.`,
      ...made.products.map(({ name, kind, threshold }) =>
        `    ${name}: ${kind}, activated from ${countOf(threshold, "computer")} on`
      ),
      "Give publisher.lic to your customers. Move root-1.key, root-2.key and root-3.key to three places offline.",
    ]);
  },
});

const publish = command({
  words: "publish",
  summary: "Make the next licence file: other products or terms, a new authority key",
  about: [
    "What is not given stays as it is. Products that keep their ID or name keep their client keys. Give publisher.lic to your customers " +
    "anew: hosts that are activated online get it by themselves.",
    "Two root keys replace the authority key and its certificate. Hosts that are activated stay so, and get a certificate of the new key " +
    "at their next activation, which is not counted. With --distrust computers that have the new licence file refuse what the keys before " +
    "have signed: that is for a key that was stolen, and every host must be activated again.",
  ],
  hereOnly: true,
  options: {
    ...AUTHORITY_FOLDER,
    products: { type: "string", completes: "file", describe: "JSON file with all products" },
    drop: { type: "boolean", default: false, describe: "leave out products that the file does not list" },
    ...TERMS,
    root: {
      type: "string",
      array: true,
      nargs: 1,
      completes: "file",
      describe: "a root key; two of them make a new authority key",
    },
    days: { type: "string", describe: "life of the new key's certificate, 3650 unless given" },
    distrust: { type: "boolean", default: false, describe: "trust the keys before no more" },
  },
  async run({ dir, products, drop, root = [], days, distrust, json, ...given }) {
    if (root.length === 0 && (distrust || days !== undefined)) {
      throw new UsageError(
        "--distrust and --days are about a new authority key: name two root keys with --root",
      );
    }
    const terms = readTerms(given);
    const life = days === undefined ? {} : { days: readWhole("--days", days, 1, MOST_AUTHORITY_DAYS) };
    const { publish } = await import("../../app/folders/authority_folder.ts");
    const { payload, signer } = await publish(dir, {
      ...terms,
      drop,
      products: products === undefined ? undefined : await readFile(products),
      ...(root.length === 0
        ? {}
        : { succession: { roots: await Promise.all(root.map(readFile)), distrust, ...life } }),
    });
    const ends = signer.certificate.notAfter * 60_000;
    const authority = { generation: signer.generation, keyId: signer.keyId, ends };
    printResult(json, { dir, serial: payload.serial, products: payload.products, authority }, [
      `Licence file ${payload.serial} of ${payload.publisher} made in ${dir}: ${
        countOf(payload.products.length, "product")
      }.`,
      ...(root.length === 0 ? [] : [
        `Authority key ${signer.generation} signs from now on; its certificate ends ${formatTime(ends)}.`,
      ]),
      ...(distrust
        ? [
          "Computers with the new licence file trust no host that was activated before: activate each again.",
        ]
        : []),
      "Give publisher.lic to your customers.",
    ]);
  },
});

const confirm = command({
  words: "confirm <installation-id..>",
  summary: "Print the Confirmation ID for a host's Installation ID",
  hereOnly: true,
  arguments: {
    "installation-id": {
      type: "string",
      array: true,
      demandOption: true,
      describe: "22 blocks of seven digits; spaces and hyphens as you like",
    },
  },
  options: AUTHORITY_FOLDER,
  async run({ dir, installationId, json }) {
    const { openAuthority } = await import("../../app/folders/authority_folder.ts");
    const confirmationId = await (await openAuthority(dir)).confirm(installationId.join(" "));
    printResult(json, { confirmationId }, [confirmationId]);
  },
});

const serve = command({
  words: "serve",
  summary: "Run the activation service, which activates KMS hosts online",
  hereOnly: true,
  options: {
    ...AUTHORITY_FOLDER,
    listen: {
      type: "string",
      default: "127.0.0.1:1689",
      describe: "ADDR:PORT; port 0 takes a free one",
    },
  },
  async run({ dir, listen, json }) {
    const { serveAuthority } = await import("../../app/folders/authority_folder.ts");
    const { hostname, port } = readAddress(listen);
    const stopped = ended();
    const service = await serveAuthority(dir, hostname, port);
    printResult(json, { url: service.url }, [`Activation service on ${service.url}.`]);
    await stopped;
    printNote("kms: stopping");
    await service.close();
  },
});

export const authority = family("authority", "The publisher: keys, activation of hosts", [
  init,
  key,
  publish,
  serve,
  confirm,
]);
