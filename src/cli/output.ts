import { DecodeError } from "../protocol/decode_error.ts";
import { formatHResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";

export { countOf, formatTime } from "../policy/wording.ts";

/** The words on the command line are not those that it takes: exit status 2. With `showHelp` the help follows. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly showHelp: boolean;

  constructor(message: string, { showHelp = false } = {}) {
    super(message);
    this.showHelp = showHelp;
  }
}

/** The command has said all that there is to say, and ends with this status. */
export class ExitStatus extends Error {
  override readonly name = "ExitStatus";

  constructor(readonly status: number) {
    super(`exit status ${status}`);
  }
}

export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Prints a result: lines for people, or the value as one line of JSON. */
export function printResult(json: boolean, value: unknown, lines: readonly string[]): void {
  console.log(json ? lineOfJson(value) : lines.map(oneLine).join("\n"));
}

/** Prints a part of a result that comes piece by piece: whole lines, each made by oneLine or lineOfJson. */
export function printText(lines: string): void {
  if (lines !== "") console.log(lines.replace(/\n$/, ""));
}

/** Prints what is no result, in one line: progress, warnings, addresses. */
export function printNote(text: string): void {
  console.error(oneLine(text));
}

/** One line that says what failed, by which code, and what to do about it; and the exit status. */
export function reportError(error: unknown): number {
  if (error instanceof ExitStatus) return error.status;
  if (error instanceof UsageError) {
    printNote(`kms: ${error.message}. Try: kms --help`);
    return EXIT.usage;
  }
  printNote(`kms: ${describeError(error)}`);
  return EXIT.failed;
}

/** What failed, by which code, and what to do about it. */
export function describeError(error: unknown): string {
  if (error instanceof OperationError) {
    const code = error.code === undefined ? "" : `${formatHResult(error.code)}: `;
    const remedy = error.remedy === undefined ? "" : `. To mend it: ${error.remedy}`;
    return code + error.message + remedy;
  }
  if (error instanceof DecodeError) return error.message;
  return error instanceof Error ? causes(error) : String(error);
}

function causes(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${causes(error.cause)}` : error.message;
}

/** What comes from outside may stand in a message: nothing of it may move the cursor. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}

/** JSON that is the same value, with the characters escaped that JSON itself lets through to the terminal. */
export function lineOfJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
