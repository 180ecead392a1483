import { command } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const ipk = command({
  words: "ipk <key..>",
  summary: "Install a host key or a client key",
  about: [
    "The kind of the key says what the state folder is: a host key makes it a KMS host, a client key a client. " +
    "A client key needs the licence file first (kms /ilc FILE), which names its product.",
  ],
  arguments: {
    key: { type: "string", array: true, demandOption: true, describe: "five groups of five characters" },
  },
  async run({ key, ...options }) {
    await withConsole(options, "write", async (console) => {
      const installed = await console.call("installKey", { key: key.join("") });
      const what = installed.kind === "host" ? "KMS host key" : `Client key of ${installed.product}`;
      printResult(options.json, installed, [`${what} ending in ${installed.partialKey} installed.`]);
    });
  },
});

export const upk = command({
  words: "upk",
  summary: "Remove the key and the activation",
  async run(options) {
    await withConsole(options, "write", async (console) => {
      await console.call("removeKey", {});
      printResult(options.json, {}, ["Product key removed."]);
    });
  },
});

export const cpky = command({
  words: "cpky",
  summary: "Forget the key's text, keep the activation",
  about: [
    "A host keeps its product key in secrets.json, because it is needed to activate again. Where that is not wanted, this takes it out; " +
    "before the next activation it is installed again. A client's key is no secret: every licence file names it.",
  ],
  async run(options) {
    await withConsole(options, "write", async (console) => {
      const result = await console.call("clearKey", {});
      printResult(options.json, result, [
        result.cleared
          ? "The text of the product key is forgotten. Install the key again before the next activation."
          : "Nothing to forget: no secret of a product key is kept here.",
      ]);
    });
  },
});
