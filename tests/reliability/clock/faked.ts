import assert from "node:assert/strict";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { needProgram } from "../../support/programs/need_program.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

/** What a process takes for the time. */
export interface Faked {
  /** As libfaketime has it: `+400d`, `@2038-01-19 03:14:05` (when it starts) or `+0 x20000`. */
  readonly clock: string;
  /** A time zone by its name; `UTC` unless told. */
  readonly zone?: string;
}

/** A publisher, and the folder of a host that it has activated, made by a clock that is as it is told. */
export class FakedSite implements AsyncDisposable {
  readonly folder: string;
  readonly server: string;
  readonly editorKey: string;
  readonly #temporary: TempFolder;

  private constructor(temporary: TempFolder, { server, editorKey }: { server: string; editorKey: string }) {
    this.#temporary = temporary;
    this.folder = temporary.path;
    this.server = server;
    this.editorKey = editorKey;
  }

  static async make(faked: Faked): Promise<FakedSite> {
    await needProgram("faketime", "clocks are faked by libfaketime");
    const temporary = await TempFolder.make();
    await using child = await fakedProgram("activated_child.ts", [temporary.path], faked, temporary.path);
    return new FakedSite(temporary, JSON.parse(await child.line()));
  }

  /** Runs the program to its end, by that clock. Its exit status must be 0. */
  async kms(faked: Faked, ...words: readonly string[]): Promise<string> {
    const args = [...words, "--json"];
    await using child = await fakedProgram("serving_child.ts", args, faked, this.folder, "exec 2>&1");
    return await child.line();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#temporary[Symbol.asyncDispose]();
  }
}

/** A program of tests/support/children whose clock is faked, by a file that may be changed while it runs; its stopwatch is left alone. */
export async function fakedProgram(
  name: string,
  args: readonly string[],
  { clock, zone = "UTC" }: Faked,
  folder: string,
  first = "true",
): Promise<ChildProgram> {
  const library = await libraryPath();
  await setClock(folder, clock);
  const environment = [
    `LD_PRELOAD=${library}`,
    `FAKETIME_TIMESTAMP_FILE=${folder}/clock`,
    "FAKETIME_NO_CACHE=1",
    "FAKETIME_DONT_FAKE_MONOTONIC=1",
    `TZ=${zone}`,
  ];
  return new ChildProgram(name, args, `${first}; export ${environment.join(" ")}`);
}

export async function setClock(folder: string, clock: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/clock.new`, clock);
  await Deno.rename(`${folder}/clock.new`, `${folder}/clock`); // the process may read it at any moment
}

async function libraryPath(): Promise<string> {
  for await (const { name } of Deno.readDir("/usr/lib")) {
    const path = `/usr/lib/${name}/faketime/libfaketimeMT.so.1`;
    if (await Deno.stat(path).then(() => true, () => false)) return path;
  }
  return assert.fail("libfaketime is not where Debian has it");
}
