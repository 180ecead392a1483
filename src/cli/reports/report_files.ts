import { OperationError } from "../../policy/operation_error.ts";
import { UsageError } from "../output.ts";
import { PAGE_MARK } from "../../reports/html/page_mark.ts";

/**
 * Writes a page: a new file beside it, synced, in place of the old one, so that whoever opens it sees the old or the new page. A file
 * that is no report is not replaced unless `force` says so. Rejects with OperationError.
 */
export async function writeReportFile(path: string, text: string, force: boolean): Promise<void> {
  if (path === "") throw new UsageError("--html needs the name of a file");
  try {
    const target = await targetOf(path, force);
    await replaceFile(target, text);
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    throw new OperationError(`Cannot write ${path}: ${systemText(cause)}`, {
      remedy: "name a file in a folder that you may write to",
      cause,
    });
  }
}

/** Makes the folder for pages where there is none. Rejects with OperationError. */
export async function makePagesFolder(path: string): Promise<void> {
  if (path === "") throw new UsageError("--html needs the name of a folder");
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (cause) {
    const what = cause instanceof Deno.errors.AlreadyExists
      ? "there is a file of that name"
      : systemText(cause);
    throw new OperationError(`Cannot make the folder ${path}: ${what}`, {
      remedy: "name a folder that you may write to",
      cause,
    });
  }
}

/** What the system said, without the call and the names that Deno adds: those of the temporary file mean nothing to anybody. */
function systemText(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/(\(os error \d+\)): .*$/s, "$1");
}

/** The file that `path` leads to. */
async function targetOf(path: string, force: boolean): Promise<string> {
  const info = await Deno.stat(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (info === undefined) return path;
  if (!info.isFile) {
    throw new OperationError(`Cannot write ${path}: it is no plain file`, { remedy: "name another" });
  }
  if (force || info.size === 0 || await isReport(path)) return await Deno.realPath(path);
  throw new OperationError(`Cannot write ${path}: there is a file already that is no report`, {
    remedy: "name another, or replace it with --force",
  });
}

async function isReport(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const beginning = new Uint8Array(PAGE_MARK.length);
  const length = await file.read(beginning) ?? 0;
  return new TextDecoder().decode(beginning.subarray(0, length)) === PAGE_MARK;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${Deno.pid}.new`;
  try {
    using file = await Deno.open(temporary, { write: true, createNew: true });
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // after the rename there is none
    throw error;
  }
}
