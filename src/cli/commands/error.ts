import type { Explanation } from "../../codes/explain.ts";
import { describeOrigin } from "../../codes/origin.ts";
import { readCode } from "../../codes/read_code.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { formatHResult } from "../../protocol/hresult.ts";
import { command } from "../command.ts";
import { printResult, UsageError } from "../output.ts";

/** Of slui's functions, the one that shows the text of a code. */
const SHOW_TEXT = ["0x2a", "42"];

export const slui = command({
  words: "slui <function> <code>",
  summary: "Show the text of a code: kms slui 0x2a CODE",
  hereOnly: true,
  arguments: {
    function: { type: "string", demandOption: true, describe: "0x2a" },
    code: { type: "string", demandOption: true, describe: "as kms error takes it" },
  },
  async run(given) {
    if (!SHOW_TEXT.includes(given.function.toLowerCase())) {
      throw new UsageError(
        `kms slui shows texts and nothing else: kms slui 0x2a CODE; got ${JSON.stringify(given.function)}`,
      );
    }
    await show(given.code, given.json);
  },
});

export const error = command({
  words: "error [code]",
  summary: "Show what a code means, and what to do about it",
  hereOnly: true,
  arguments: {
    code: { type: "string", describe: "0x8007267C, 8007267C, 2147952252, -2147015044 or 9852" },
  },
  options: {
    all: { type: "boolean", default: false, describe: "list every code that has a text" },
  },
  async run({ code, all, json }) {
    if (all === (code !== undefined)) throw new UsageError("kms error takes a code or --all");
    await (code === undefined ? showAll(json) : show(code, json));
  },
});

async function show(text: string, json: boolean): Promise<void> {
  const code = readCode(text);
  if (code === undefined) {
    throw new UsageError(`a code is a number such as 0x8007267C or -2147015044, got ${JSON.stringify(text)}`);
  }
  const { explainCode } = await import("../../codes/explain.ts");
  const found = explainCode(code);
  if (found === undefined) {
    throw new OperationError(`There is no text for ${formatHResult(code)}: it is ${describeOrigin(code)}`);
  }
  printResult(json, found, explanationLines(found));
}

async function showAll(json: boolean): Promise<void> {
  const { everyExplanation } = await import("../../codes/explain.ts");
  const all = everyExplanation();
  printResult(json, all, all.map((one) => `${heading(one)}: ${one.text}`));
}

function explanationLines(found: Explanation): string[] {
  return [
    heading(found),
    found.text,
    found.remedy === null ? "There is nothing to mend" : `To mend it: ${found.remedy}`,
  ];
}

function heading({ code, name }: Explanation): string {
  return name === null ? formatHResult(code) : `${formatHResult(code)}  ${name}`;
}
