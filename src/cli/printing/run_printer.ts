import { plainJson, plainLine } from "../../policy/plain_line.ts";
import type { ClientStatus } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { runLine, shortRunLine, standingOf } from "./client_standing.ts";
import { describeError } from "../output.ts";
import type { StatusLine } from "./status_line.ts";

/** How a client that is kept activated stands now. */
export interface Run {
  readonly status: ClientStatus | undefined;
  /** What stands in the way; undefined where nothing does. */
  readonly trouble: unknown;
}

export interface RunPrinter {
  /** Called at each look, changed or not. */
  show(run: Run): void;
}

/** One line that is drawn anew; what stands in the way is told above it. */
export function terminalPrinter(line: StatusLine, note: (text: string) => void): RunPrinter {
  const tell = onChange((text) => line.above(() => note(text)));
  return {
    show({ status, trouble }) {
      tell(troubleText(trouble));
      line.show(status === undefined ? "Waiting" : shortRunLine(status));
    },
  };
}

/** A line whenever the standing changes; what stands in the way goes to `note`. */
export function linePrinter(print: (line: string) => void, note: (text: string) => void): RunPrinter {
  const tell = onChange(note);
  const put = onChange((_, status: ClientStatus) => print(plainLine(runLine(status))));
  let troubles = 0;
  let hindered = false;
  return {
    show({ status, trouble }) {
      const text = troubleText(trouble);
      tell(text);
      if (hindered && text === "") troubles += 1; // that it is over shows by the line, though it is the same
      hindered = text !== "";
      if (status !== undefined) put(`${lasting(status)} ${troubles}`, status);
    },
  };
}

/** A line of JSON for each change, of the next try as well. */
export function jsonPrinter(print: (line: string) => void): RunPrinter {
  const put = onChange((_, line: string) => print(line));
  return {
    show({ status, trouble }) {
      const standing = status === undefined ? null : standingOf(status);
      const told = troubleJson(trouble);
      const key = [status === undefined ? null : lasting(status), status?.nextTry, standing?.host, told];
      put(JSON.stringify(key), plainJson({ ...standing, trouble: told }));
    },
  };
}

/** What of a status does not change by time alone. */
function lasting(status: ClientStatus): string {
  const { product, licenceState, licenceReason, lease, intervals } = status;
  return JSON.stringify([product?.id, licenceState, licenceReason, lease?.ends, intervals]);
}

function troubleText(trouble: unknown): string {
  return trouble === undefined ? "" : describeError(trouble);
}

function troubleJson(
  trouble: unknown,
): { code: number | null; message: string; remedy: string | null } | null {
  if (trouble === undefined) return null;
  if (!(trouble instanceof OperationError)) {
    return { code: null, message: describeError(trouble), remedy: null };
  }
  const { code = null, message, remedy = null } = trouble;
  return { code, message, remedy };
}

/** Calls `tell` where the key is another than the last time, and not empty. */
function onChange<Rest extends unknown[]>(tell: (key: string, ...rest: Rest) => void) {
  let last = "";
  return (key: string, ...rest: Rest) => {
    if (key === last) return;
    last = key;
    if (key !== "") tell(key, ...rest);
  };
}

/** Printing that may fail, as on a full disk, and then keeps nothing from going on: the first failure is told to `note`. */
export function forgivingPrint(print: (line: string) => void, note: (text: string) => void) {
  let failed = false;
  return {
    /** Whether lines are missing. */
    failed: () => failed,
    print(line: string): void {
      try {
        print(line);
      } catch (error) {
        if (!failed) note(`cannot write to standard output: ${troubleText(error)}; it goes on without`);
        failed = true;
      }
    },
  };
}
