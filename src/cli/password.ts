import { OperationError } from "../policy/operation_error.ts";
import { plainLine } from "../policy/plain_line.ts";
import { printNote } from "./output.ts";

const ENTER = new Set([10, 13]);
const CTRL_C = 3;
const CTRL_D = 4;
const CTRL_U = 21;
const BACKSPACE = new Set([8, 127]);
const ESCAPE = 27;
const MOST_BYTES = 4096;
/** What ends the program while it asks; the terminal is put right first. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Where a password comes from. */
export interface PasswordSource {
  readonly password: string | undefined;
  readonly passwordFile: string | undefined;
}

/** Of the command line, of a file, typed at a terminal, or a line of standard input: in this order. Rejects with OperationError. */
export async function readPassword(
  { password, passwordFile }: PasswordSource,
  prompt: string,
): Promise<string> {
  if (password !== undefined) return password;
  if (passwordFile !== undefined) return await passwordOfFile(passwordFile);
  return await askPassword(prompt);
}

/** A new password: typed twice at a terminal, else a line of standard input. Rejects with OperationError. */
export async function readNewPassword(prompt: string): Promise<string> {
  const first = await askPassword(prompt);
  if (!Deno.stdin.isTerminal() || await askPassword("The same again: ") === first) return first;
  throw new OperationError("The two passwords are not the same", { remedy: "try again" });
}

async function askPassword(prompt: string): Promise<string> {
  const text = Deno.stdin.isTerminal() ? await askAtTerminal(prompt) : lineOfInput();
  if (text === undefined || text === "") throw notGiven();
  return text;
}

function notGiven(): OperationError {
  return new OperationError("No password was given", {
    remedy: "type it at the prompt, or write it as a line to standard input",
  });
}

/** The first line of a plain file that nobody else may read. */
export async function passwordOfFile(path: string): Promise<string> {
  const info = await Deno.lstat(path).catch(() => undefined);
  if (info === undefined) throw refusedFile(path, "there is no such file", "check its name");
  if (!info.isFile) throw refusedFile(path, "it is no plain file", "name a plain file");
  const text = await textForOwner(path).catch((error: Error) => {
    throw error instanceof OperationError ? error : refusedFile(path, error.message, "make it readable");
  });
  const [line = ""] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (line === "") throw refusedFile(path, "its first line is empty", "write the password there");
  return line;
}

async function textForOwner(path: string): Promise<string> {
  using file = await Deno.open(path);
  const { mode } = await file.stat(); // of what is read, whatever stands at the path by now
  if (Deno.build.os !== "windows" && ((mode ?? 0) & 0o077) !== 0) {
    throw refusedFile(path, "others may read it", `chmod 600 ${path}`);
  }
  return await new Response(file.readable).text();
}

function refusedFile(path: string, why: string, remedy: string): OperationError {
  return new OperationError(`Cannot take the password from ${path}: ${why}`, { remedy });
}

/** Byte by byte: the line after it may be somebody else's. Undefined at the end of the input. */
function lineOfInput(): string | undefined {
  const bytes: number[] = [];
  const buffer = new Uint8Array(1);
  while (bytes.length < MOST_BYTES) {
    if (Deno.stdin.readSync(buffer) === null) break;
    if (buffer[0] === 10) return textOf(bytes);
    bytes.push(buffer[0]!);
  }
  return bytes.length === 0 ? undefined : textOf(bytes);
}

/** Nothing of what is typed is shown; the terminal is as it was when this resolves or rejects. */
async function askAtTerminal(prompt: string): Promise<string> {
  const ended = Promise.withResolvers<null>();
  const end = () => ended.resolve(null);
  for (const signal of SIGNALS) Deno.addSignalListener(signal, end);
  Deno.stdin.setRaw(true);
  try {
    await Deno.stderr.write(new TextEncoder().encode(plainLine(prompt)));
    return await typedPassword(() => Promise.race([readKeys(), ended.promise]));
  } finally {
    Deno.stdin.setRaw(false);
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, end);
    await Deno.stderr.write(new TextEncoder().encode("\n"));
  }
}

async function readKeys(): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(256);
  const size = await Deno.stdin.read(buffer);
  return size === null ? null : buffer.subarray(0, size);
}

/** The keys of a terminal up to Enter. `read`: the next bytes, null at the end. Rejects with OperationError at Ctrl-C, Ctrl-D and the end. */
export async function typedPassword(read: () => Promise<Uint8Array | null>): Promise<string> {
  const typed: number[] = [];
  while (typed.length < MOST_BYTES) {
    const bytes = await read();
    if (bytes === null) break;
    if (bytes[0] === ESCAPE) continue; // a cursor key, which is none of a password's
    for (const byte of bytes) {
      if (ENTER.has(byte)) return textOf(typed);
      if (byte === CTRL_C || byte === CTRL_D) throw notGiven();
      takeKey(typed, byte);
    }
  }
  throw notGiven();
}

function takeKey(typed: number[], byte: number): void {
  if (byte === CTRL_U) typed.length = 0;
  else if (BACKSPACE.has(byte)) removeCharacter(typed);
  else if (byte >= 32) typed.push(byte);
}

/** Of UTF-8: its continuation bytes go with the first. */
function removeCharacter(bytes: number[]): void {
  while ((bytes.at(-1) ?? 0) >> 6 === 0b10) bytes.pop();
  bytes.pop();
}

function textOf(bytes: readonly number[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes)).replace(/\r$/, "");
  } catch (cause) {
    throw new OperationError("Cannot read the password: it is not UTF-8", { cause });
  }
}

/** What is said to whoever writes the password on the command line. */
export function warnOfPassword(hidden: boolean): void {
  printNote(
    `kms: a password on the command line ${
      hidden
        ? "stays in the shell's history, and others could read it until now"
        : "stays in the shell's history, and others can read it while this runs"
    }; better: the prompt, standard input or --password-file`,
  );
}
