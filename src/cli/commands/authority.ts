import { command, withFolder } from "../command.ts";
import { countOf, printNote, printResult, UsageError } from "../output.ts";
import { ended, readFile } from "../session.ts";
import { key } from "./authority_key.ts";
import { readPort } from "./serve.ts";

const init = command(
  "init",
  "Make a publisher's authority: root keys, authority key, licence file, catalogue",
  (yargs) =>
    withFolder(yargs)
      .option("publisher", { type: "string", demandOption: true, describe: "the publisher's name" })
      .option("products", { type: "string", describe: "JSON file with the products; without, two samples" })
      .option("url", { type: "string", describe: "where hosts reach kms authority serve" }),
  async ({ dir, publisher, products, url, json }) => {
    const { initAuthority } = await import("../../app/authority_folder.ts");
    if (url !== undefined && !URL.canParse(url)) {
      throw new UsageError(`--url: ${JSON.stringify(url)} is no URL`);
    }
    const text = products === undefined ? undefined : await readFile(products);
    const made = await initAuthority(dir, { publisher, url: url ?? null, products: text });
    printResult(json, { dir, products: made.products }, [
      `Authority of ${publisher} made in ${dir}.`,
      ...made.products.map(({ name, kind, threshold }) =>
        `    ${name}: ${kind}, activated from ${countOf(threshold, "computer")} on`
      ),
      "Give publisher.lic to your customers. Move root-1.key, root-2.key and root-3.key to three places offline.",
    ]);
  },
);

const confirm = command(
  "confirm <installation-id..>",
  "Print the Confirmation ID for a host's Installation ID",
  (yargs) =>
    withFolder(yargs).positional("installation-id", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "22 blocks of seven digits; spaces and hyphens as you like",
    }),
  async ({ dir, installationId, json }) => {
    const { openAuthority } = await import("../../app/authority_folder.ts");
    const confirmationId = await (await openAuthority(dir)).confirm(installationId.join(" "));
    printResult(json, { confirmationId }, [confirmationId]);
  },
);

const serve = command(
  "serve",
  "Run the activation service, which activates KMS hosts online",
  (yargs) =>
    withFolder(yargs).option("listen", {
      type: "string",
      default: "127.0.0.1:1689",
      describe: "ADDR:PORT; port 0 takes a free one",
    }),
  async ({ dir, listen, json }) => {
    const { serveAuthority } = await import("../../app/authority_folder.ts");
    const { hostname, port } = readAddress(listen);
    const stopped = ended();
    const service = await serveAuthority(dir, hostname, port);
    printResult(json, { url: service.url }, [`Activation service on ${service.url}.`]);
    await stopped;
    printNote("kms: stopping");
    await service.close();
  },
);

export const authority = command(
  "authority",
  "The publisher: keys, activation of hosts",
  (yargs) =>
    yargs.command(init).command(key).command(serve).command(confirm)
      .demandCommand(1, "kms authority needs a command: init, key, serve, confirm"),
  () => Promise.resolve(),
);

function readAddress(text: string): { hostname: string; port: number } {
  const match = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text);
  if (match === null) throw new UsageError(`--listen takes ADDR:PORT, got ${JSON.stringify(text)}`);
  return { hostname: (match[1] ?? match[2])!, port: readPort(match[3]!) };
}
