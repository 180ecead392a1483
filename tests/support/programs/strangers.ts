import assert from "node:assert/strict";
import { outputOf, type Said } from "./programs.ts";
import { TempFolder } from "../disk/temp_folder.ts";

/** A user that is not us, and that no system has. */
export const STRANGER = 54_321;

const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

/** Runs the command line in a process of its own, which may change its user. */
export async function kmsApart(...args: readonly string[]): Promise<Said> {
  return await child("serving_child.ts", args);
}

/** What a stranger gets who shows, changes or serves a state folder: its result, or the error. */
export async function asStranger(what: "show" | "change" | "serve", folder: string) {
  const { stdout, stderr } = await child("stranger_child.ts", [what, folder]);
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

async function child(name: string, args: readonly string[]): Promise<Said> {
  const script = new URL(`../children/${name}`, import.meta.url).pathname;
  return await outputOf(Deno.execPath(), "run", "-A", "--no-check", "--config", CONFIG, script, ...args);
}

/** A temporary folder into which everybody may go. */
export async function openFolder(): Promise<TempFolder> {
  const folder = await TempFolder.make();
  await Deno.chmod(folder.path, 0o755);
  return folder;
}

/** Whether we are root, as a test with files of several users must be; where we are not, that is said. */
export function asRoot(): boolean {
  if (Deno.uid() === 0) return true;
  console.error("skipped: only root can give files away");
  return false;
}
