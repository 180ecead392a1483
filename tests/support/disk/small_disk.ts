import { TempFolder } from "./temp_folder.ts";

/** A file system of its own: 256 KiB in memory. */
export class SmallDisk implements AsyncDisposable {
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
  }

  get path(): string {
    return this.#folder.path;
  }

  /** Undefined where this computer lets us mount nothing; the reason is printed. */
  static async mount(): Promise<SmallDisk | undefined> {
    const folder = await TempFolder.make();
    const error = await run("mount", ["-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", folder.path]);
    if (error === undefined) return new SmallDisk(folder);
    console.error(`skipped: a file system cannot be mounted here (${error})`);
    await folder[Symbol.asyncDispose]();
    return undefined;
  }

  /** Leaves no room for a single further byte, until the function that is returned is called. */
  async fill(): Promise<() => Promise<void>> {
    const path = `${this.path}/filling`;
    using file = await Deno.open(path, { write: true, create: true });
    for (const size of [65_536, 4096]) fillBy(file, new Uint8Array(size));
    return () => Deno.remove(path);
  }

  async remount(option: "ro" | "rw"): Promise<void> {
    const error = await run("mount", ["-o", `remount,${option}`, this.path]);
    if (error !== undefined) throw new Error(error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const error = await run("umount", [this.path]);
    if (error !== undefined) throw new Error(error);
    await this.#folder[Symbol.asyncDispose]();
  }
}

function fillBy(file: Deno.FsFile, bytes: Uint8Array): void {
  try {
    while (file.writeSync(bytes) === bytes.length);
  } catch (error) {
    if (!(error instanceof Error) || !/os error 28/.test(error.message)) throw error;
  }
}

/** What the program says when it fails. */
async function run(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
    return success ? undefined : new TextDecoder().decode(stderr).trim();
  } catch (error) {
    return String(error);
  }
}
