import type { Output } from "../../api/routes.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { command } from "../command.ts";
import { countOf, printResult } from "../output.ts";
import { readFile, withConsole } from "../session.ts";

/** As the management API takes it. */
const LONGEST = 1_000_000;

export const ilc = command({
  words: "ilc <file>",
  summary: "Install a licence file",
  about: [
    "The publisher's licence file names its products and the root keys that everything else is verified with. " +
    "It is read here, also when it is installed on another computer.",
  ],
  arguments: {
    file: {
      type: "string",
      demandOption: true,
      completes: "file",
      describe: "the publisher's licence file",
    },
  },
  options: {
    "accept-new-roots": {
      type: "boolean",
      default: false,
      describe: "take root keys other than those installed",
    },
  },
  async run({ file, acceptNewRoots, ...options }) {
    const text = await readLicenceText(file);
    await withConsole(options, "write", async (console) => {
      const licence = await console.call("installLicence", { text, acceptNewRoots });
      printResult(options.json, licence, describeLicence(licence));
    });
  },
});

export const rilc = command({
  words: "rilc",
  summary: "Install the licence files again",
  about: [
    "Looks for licence files (*.lic) in the state folder and beside the program, and installs the newest that is sound. " +
    "It mends a damaged publisher.lic where the product came with one.",
  ],
  async run(options) {
    await withConsole(options, "write", async (console) => {
      const licence = await console.call("reinstallLicence", {});
      printResult(options.json, licence, describeLicence(licence));
    });
  },
});

/** What may be a licence file, to be installed. Rejects with OperationError. */
export async function readLicenceText(file: string): Promise<string> {
  const text = await readFile(file);
  if (text.length <= LONGEST) return text;
  throw new OperationError(
    `Cannot install ${file}: it is no licence file, which has at most ${LONGEST} characters`,
    { remedy: "name the file that the publisher ships (publisher.lic)" },
  );
}

function describeLicence({ publisher, serial, products }: Output<"installLicence">): string[] {
  return [
    `Licence file of ${publisher} installed (serial ${serial}).`,
    ...products.map(({ name, threshold }) =>
      `    ${name}: activated from ${countOf(threshold, "computer")} on`
    ),
  ];
}
