import { fileURLToPath } from "node:url";
import { OperationError } from "../../policy/operation_error.ts";
import type { RenewalOptions } from "./types.ts";

/** A product's options, each of its own type. */
export interface Options {
  readonly folder?: string | undefined;
  readonly licenceFile?: string | Uint8Array | undefined;
  readonly clientKey?: string | undefined;
  readonly productId?: string | readonly string[] | undefined;
  readonly ephemeral?: boolean | undefined;
  readonly whenUnknown?: "allow" | "refuse" | undefined;
  readonly onProblem?: RenewalOptions["onProblem"];
  /** Why the others are not to be used; undefined where they can be. */
  readonly fault?: OperationError;
}

/**
 * Reads what a product gave, once and never again: whatever it is, `fault` says what is wrong with it, for a product must not end because
 * its configuration was not loaded. Never throws.
 */
export function readOptions(given: RenewalOptions): Options {
  let kept: Pick<Options, "whenUnknown" | "onProblem"> = {};
  try {
    if (typeof given !== "object" || given === null) {
      throw fault("the options", "{ folder, licenceFile, productId }", given);
    }
    const { onProblem, whenUnknown } = given;
    kept = { onProblem, whenUnknown: "refuse" }; // another word than is known meant more than to let everything pass
    kept = { onProblem, whenUnknown: readWhenUnknown(whenUnknown) };
    return {
      folder: readText("folder", "the path of a folder", given.folder),
      licenceFile: readLicenceFile(given.licenceFile),
      clientKey: readText("clientKey", "a client key", given.clientKey),
      productId: readProductId(given.productId),
      ephemeral: readEphemeral(given.ephemeral),
      ...kept,
    };
  } catch (error) {
    return { ...kept, fault: error instanceof OperationError ? error : unreadable(error) };
  }
}

function readWhenUnknown(value: unknown): Options["whenUnknown"] {
  if (value === undefined || value === "allow" || value === "refuse") return value;
  throw fault("the option whenUnknown", "allow or refuse", value);
}

function readText(name: string, expected: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw fault(`the option ${name}`, expected, value);
}

function readLicenceFile(value: unknown): string | Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  const expected = "a path, a URL of file: or the file's bytes";
  if (typeof value !== "object" || value === null) return readText("licenceFile", expected, value);
  const { href } = value as { href?: unknown };
  if (typeof href !== "string" || !href.startsWith("file:")) {
    throw fault("the option licenceFile", expected, href ?? value);
  }
  return fileURLToPath(href);
}

function readProductId(value: unknown): string | readonly string[] | undefined {
  if (!Array.isArray(value)) return readText("productId", "a product ID, or a list of them", value);
  const ids = [...value];
  if (ids.length > 0 && ids.every((id) => typeof id === "string")) return ids;
  throw fault("the option productId", "a product ID, or a list of them", ids.length === 0 ? "no ID" : value);
}

function readEphemeral(value: unknown): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw fault("the option ephemeral", "true or false", value);
}

function fault(what: string, expected: string, value: unknown): OperationError {
  return new OperationError(`Cannot use ${what}: expected ${expected}, got ${shown(value)}`, {
    remedy: "mend the program that checks its licence, or the configuration that it reads",
  });
}

function shown(value: unknown): string {
  if (typeof value === "string") return value === "" ? "an empty text" : value.slice(0, 100);
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "another list" : `a value of type ${typeof value}`;
}

/** A getter or a proxy that throws. */
function unreadable(cause: unknown): OperationError {
  const why = cause instanceof Error ? cause.message : typeof cause;
  return new OperationError(`Cannot read the options: ${why}`, {
    remedy: "mend the program that checks its licence",
    cause,
  });
}
