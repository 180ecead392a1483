import { resolve } from "node:path";
import type { Platform } from "../../service/service.ts";

/** This computer's platform; undefined for one whose service manager kms does not know. */
export function thisPlatform(): Platform | undefined {
  const { os } = Deno.build;
  return os === "linux" || os === "darwin" || os === "windows" ? os : undefined;
}

/** The one file that this program is, without links; undefined where it runs from its sources. */
export async function thisExecutable(): Promise<string | undefined> {
  const path = Deno.build.standalone ? Deno.execPath() : Deno.env.get("KMS_EXECUTABLE") || undefined;
  return path === undefined ? undefined : await Deno.realPath(path).catch(() => undefined);
}

/** Where Windows has programs, and their data. */
export function windowsFolders(): { readonly programFiles: string; readonly programData: string } {
  return {
    programFiles: Deno.env.get("ProgramFiles") ?? "C:\\Program Files",
    programData: Deno.env.get("ProgramData") ?? "C:\\ProgramData",
  };
}

/** The path from the root, without links where it is there. */
export async function absolutePath(path: string): Promise<string> {
  return await Deno.realPath(path).catch(() => resolve(path));
}
