const FOLDER = new URL("../../vectors/", import.meta.url);

/** The names of the committed vector files. */
export function vectorFileNames(): string[] {
  return Array.from(Deno.readDirSync(FOLDER), ({ name }) => name).filter((name) => name.endsWith(".json"));
}

export function vectorFileText(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

/** The vectors of a committed file. `T` says what the file holds: SPEC 14. */
export function readVectors<T>(name: string): T[] {
  return JSON.parse(vectorFileText(name)).vectors;
}
