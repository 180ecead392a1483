import assert from "node:assert/strict";
import { TempFolder } from "../support/disk/temp_folder.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
/** What turns a hang into a failure: the longest takes a small part of it. */
const DEADLINE_MS = 240_000;
const COPIED = ["deno.json", "deno.lock", "main.ts", "src", "tui", "tests", "tools"];

/** A change to one place of the sources. */
export interface Patch {
  /** Path from the root of the project. */
  readonly file: string;
  /** Text that stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A copy of the program and its tests with a bug in it, in a folder that is removed at the end. */
export class PatchedSources implements AsyncDisposable {
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
  }

  /** Throws where a patch does not fit the sources any more. */
  static async refuseMisfit({ file, from }: Patch): Promise<void> {
    const places = (await Deno.readTextFile(`${ROOT}/${file}`)).split(from).length - 1;
    assert.equal(places, 1, `${file} has ${places} places that read: ${from}`);
  }

  /** @throws where a patch does not fit the sources any more */
  static async make(patch: Patch): Promise<PatchedSources> {
    await PatchedSources.refuseMisfit(patch);
    const folder = await TempFolder.make();
    const { success } = await new Deno.Command("cp", { args: ["-r", ...COPIED, folder.path], cwd: ROOT })
      .output();
    assert(success, "the sources cannot be copied");
    const path = `${folder.path}/${patch.file}`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.split(patch.from).join(patch.to));
    return new PatchedSources(folder);
  }

  /** Runs a program of the copy to its end, or ends it where it hangs. `output`: all that it said. */
  async run(
    script: string,
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly output: string }> {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", `${this.#folder.path}/${script}`, ...words],
      env: { NO_COLOR: "1" },
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).output();
    return { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
