import { DecodeError } from "../protocol/decode_error.ts";
import { formatHResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import { plainJson, plainLine } from "../policy/plain_line.ts";

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
  console.log(json ? plainJson(value) : lines.map(plainLine).join("\n"));
}

/** Prints a part of a result that comes piece by piece: whole lines, each made by plainLine, plainJson or as CSV. */
export function printText(lines: string): void {
  if (lines !== "") console.log(lines.replace(/\n$/, ""));
}

/** Prints what is no result, in one line: progress, warnings, addresses. What stands in it may come from outside. */
export function printNote(text: string): void {
  console.error(plainLine(text));
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
