/** A folder of the file system that goes with its contents when it is disposed of. */
export class TempFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<TempFolder> {
    return new TempFolder(await Deno.makeTempDir({ prefix: "kms-test-" }));
  }

  /** The permission bits of a file in it, or of the folder itself, in octal digits. */
  async mode(name = ""): Promise<string> {
    const { mode } = await Deno.lstat(`${this.path}/${name}`);
    return (mode! & 0o777).toString(8);
  }

  /** Names of all that is in it, sorted. */
  async names(): Promise<string[]> {
    return (await Array.fromAsync(Deno.readDir(this.path))).map(({ name }) => name).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
