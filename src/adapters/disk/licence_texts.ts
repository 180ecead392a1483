/** Longer files are no licence files. */
const LONGEST = 1_000_000;

/** The files *.lic in `folder` and beside the program. What cannot be read is left out. */
export async function licenceTexts(folder: string): Promise<{ path: string; text: string }[]> {
  const beside = programFolder();
  const folders = beside === undefined ? [folder] : [folder, beside];
  return (await Promise.all(folders.map(textsIn))).flat();
}

/** The executable's path; undefined where the program runs from its sources. */
export function programPath(): string | undefined {
  return Deno.build.standalone ? Deno.execPath() : Deno.env.get("KMS_EXECUTABLE");
}

function programFolder(): string | undefined {
  return programPath()?.replace(/[/\\][^/\\]*$/, "");
}

async function textsIn(folder: string): Promise<{ path: string; text: string }[]> {
  const texts = [];
  for (const path of await licencePaths(folder)) {
    const { size } = await Deno.stat(path).catch(() => ({ size: Infinity }));
    const text = size > LONGEST ? undefined : await Deno.readTextFile(path).catch(() => undefined);
    if (text !== undefined) texts.push({ path, text });
  }
  return texts;
}

async function licencePaths(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.filter(({ name, isFile }) => isFile && name.endsWith(".lic"))
      .map(({ name }) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
