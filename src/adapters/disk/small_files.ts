import { lstat, readdir, readFile } from "node:fs/promises";

/** The text of a small file of the system, trimmed; undefined where it cannot be read or holds nothing. */
export async function readText(path: string): Promise<string | undefined> {
  const text = (await readFile(path, "utf8").catch(() => "")).trim();
  return text === "" ? undefined : text;
}

/** The names in a folder, sorted; none where it cannot be read. */
export async function entriesOf(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(() => true, () => false);
}
