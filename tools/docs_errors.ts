import { everyExplanation } from "../src/codes/explain.ts";
import type { FieldCode } from "../src/codes/field_code.ts";
import { CODE_FAMILIES } from "../src/codes/field_codes.ts";
import { table } from "./markdown.ts";
import { formatHResult } from "../src/protocol/hresult.ts";

const INTRODUCTION = `# Codes

\`kms error CODE\` shows any of these, \`kms error --all\` lists them, and \`kms slui 0x2a CODE\` does it for who
knows that spelling. A code may be written \`0x8007267C\`, \`8007267C\`, \`2147952252\` or \`-2147015044\`; a number
below 65536 is a Win32 error: \`9852\` is \`0x8007267C\`.

What the product prints is more exact than this page wherever it knows the place.
`;

const OWN = `## What kms gives
`;

const FIELD = `## What kms does not give

Administrators of volume activation meet these elsewhere: in other vendors' licensing, in scripts, in the
network and in the operating system. The remedies say what helps there, with kms where kms has the thing.
`;

/** docs/errors.md: every code that has a text. */
export function errorsPage(): string {
  const own = everyExplanation().filter(({ source }) => source === "kms");
  const families = CODE_FAMILIES.map(({ title, codes }) => `### ${title}\n\n${codeTable(codes)}`);
  return [INTRODUCTION, OWN, codeTable(own), FIELD, ...families].join("\n");
}

function codeTable(codes: readonly FieldCode[]): string {
  const rows = codes.map(({ code, name, text, remedy }) => [
    `\`${formatHResult(code)}\``,
    name === null ? "" : `\`${name}\``,
    text,
    remedy ?? "nothing to mend",
  ]);
  return table([["code", "name", "it means", "do"], ...rows]);
}
