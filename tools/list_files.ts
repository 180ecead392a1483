import { join } from "node:path";

/** The files under a folder, as sorted paths relative to it with `/` on every system. */
export async function listFiles(folder: string, prefix = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(folder, prefix))) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory) paths.push(...await listFiles(folder, path));
    else paths.push(path);
  }
  return paths.sort();
}
