import { command } from "../command.ts";
import { countOf, printResult } from "../output.ts";
import { readFile, withConsole } from "../session.ts";

export const ilc = command(
  "ilc <file>",
  "Install a licence file",
  (yargs) =>
    yargs
      .positional("file", { type: "string", demandOption: true, describe: "the publisher's licence file" })
      .option("accept-new-roots", {
        type: "boolean",
        default: false,
        describe: "take root keys other than those installed",
      }),
  async ({ file, acceptNewRoots, ...options }) => {
    const text = await readFile(file);
    await withConsole(options, "write", async (console) => {
      const licence = await console.call("installLicence", { text, acceptNewRoots });
      printResult(options.json, licence, [
        `Licence file of ${licence.publisher} installed (serial ${licence.serial}).`,
        ...licence.products.map(({ name, threshold }) =>
          `    ${name}: activated from ${countOf(threshold, "computer")} on`
        ),
      ]);
    });
  },
);
