import { AFTER_GRACE } from "../../policy/licence_state.ts";
import { AUTHORITY_FOLDER, command, family } from "../command.ts";
import { countOf, printNote, printResult, UsageError } from "../output.ts";
import { ended, readFile } from "../session.ts";
import { key } from "./authority_key.ts";
import { readAddress, readWhole } from "../numbers.ts";

const MOST_REARMS = 1000;
const MOST_GRACE_DAYS = 3650;

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
    url: { type: "string", describe: "where hosts reach kms authority serve" },
    rearms: { type: "string", describe: "how often a client may be rearmed, 3 unless given" },
    "grace-days": { type: "string", describe: "days without activation at first, 30 unless given" },
    "after-grace": {
      choices: AFTER_GRACE,
      describe: "what a client is in after its grace periods, notification unless given",
    },
  },
  async run({ dir, publisher, products, url, rearms, graceDays, afterGrace, json }) {
    const { initAuthority } = await import("../../app/folders/authority_folder.ts");
    if (url !== undefined && !URL.canParse(url)) {
      throw new UsageError(`--url: ${JSON.stringify(url)} is no URL`);
    }
    const text = products === undefined ? undefined : await readFile(products);
    const made = await initAuthority(dir, {
      publisher,
      url: url ?? null,
      products: text,
      ...(rearms === undefined ? {} : { rearms: readWhole("--rearms", rearms, 0, MOST_REARMS) }),
      ...(graceDays === undefined
        ? {}
        : { graceDays: readWhole("--grace-days", graceDays, 0, MOST_GRACE_DAYS) }),
      ...(afterGrace === undefined ? {} : { afterGrace }),
    });
    printResult(json, { dir, products: made.products }, [
      `Authority of ${publisher} made in ${dir}.`,
      ...made.products.map(({ name, kind, threshold }) =>
        `    ${name}: ${kind}, activated from ${countOf(threshold, "computer")} on`
      ),
      "Give publisher.lic to your customers. Move root-1.key, root-2.key and root-3.key to three places offline.",
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
  serve,
  confirm,
]);
