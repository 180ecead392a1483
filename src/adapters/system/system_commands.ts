import { OperationError } from "../../policy/operation_error.ts";
import type { Timer } from "../../ports.ts";
import { type Command, describeStep, type Require, type Run, type Step } from "../../service/steps.ts";
import {
  copyExecutable,
  giveFolder,
  readIfThere,
  refuseOtherThings,
  removeFolder,
  removeIfThere,
  replaceFile,
} from "../disk/system_files.ts";
import { systemTimer } from "./system.ts";
import { idsOf, makeUser } from "./system_users.ts";

/** Administrators' tokens bear one of these numbers on Windows: high integrity, or the system's. */
const ELEVATED = /\bS-1-16-(?:12288|16384)\b/;
const RETRY_MS = 1000;

/** What a command said on standard output and error. */
export interface Answer {
  readonly success: boolean;
  readonly text: string;
}

/** Another root of the file system, environment and timer, for tests; the real ones by default. */
export interface SystemOptions {
  readonly root?: string;
  readonly timer?: Timer;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The computer as an administrator handles it: its users, its service manager, files of the system. */
export class SystemCommands {
  readonly #root: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #timer: Timer;

  constructor({ root = "", environment = {}, timer = systemTimer }: SystemOptions = {}) {
    this.#root = root;
    this.#timer = timer;
    this.#environment = { LC_ALL: "C", ...environment };
  }

  /** Root, or on Windows an administrator with raised rights. */
  async isAdministrator(): Promise<boolean> {
    if (Deno.build.os !== "windows") return Deno.uid() === 0;
    return ELEVATED.test((await this.ask({ program: "whoami", args: ["/groups"] })).text);
  }

  /** The text of a file of the system, in UTF-8 or, with its mark, UTF-16; undefined where there is none. */
  async readText(path: string): Promise<string | undefined> {
    const bytes = await readIfThere(this.#root + path);
    if (bytes === undefined) return undefined;
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
  }

  /** Whether there is such a file, as far as it can be seen. */
  async isThere(path: string): Promise<boolean> {
    return await Deno.lstat(this.#root + path).then(() => true, () => false);
  }

  /** Rejects with OperationError where a folder is there and holds other things. One that is closed to us is left to its step. */
  async requireStateFolder(path: string, remedy: string): Promise<void> {
    try {
      await refuseOtherThings(this.#root + path, remedy);
    } catch (error) {
      if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    }
  }

  /** Runs a command that asks; one that is not there has failed and says so. */
  async ask({ program, args }: Command): Promise<Answer> {
    const env = { ...this.#environment };
    try {
      const command = new Deno.Command(program, { args: [...args], env, stdin: "null" });
      const { success, stdout, stderr } = await command.output();
      return { success, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return { success: false, text: `there is no program ${program}` };
    }
  }

  /** Runs a command that does something. Rejects with what it says where it fails. */
  async succeed(command: Command): Promise<void> {
    const { success, text } = await this.ask(command);
    if (success) return;
    throw new Error(firstLine(text) ?? `${command.program} failed and does not say why`);
  }

  /** Does one step; what has been done already is no hindrance. Rejects with OperationError. */
  async carryOut(step: Step): Promise<void> {
    try {
      await this.#do(step);
    } catch (cause) {
      if (cause instanceof OperationError) throw cause;
      throw new OperationError(
        `Cannot ${describeStep(step)}: ${cause instanceof Error ? cause.message : cause}`,
        {
          remedy: "mend what it says, then give the same command again: it goes on from there",
          cause,
        },
      );
    }
  }

  async #do(step: Step): Promise<void> {
    switch (step.kind) {
      case "require":
        return await this.#require(step);
      case "copyExecutable":
        return await copyExecutable(step.from, this.#root + step.to);
      case "makeUser":
        return await makeUser(this, step);
      case "prepareFolder": {
        const owner = step.owner === null ? null : await idsOf(this, step.owner);
        return await giveFolder(this.#root + step.path, owner, step.state);
      }
      case "write":
        return await replaceFile(this.#root + step.path, step.text, step.encoding);
      case "run":
        return await this.#run(step);
      case "removeFile":
        return await removeIfThere(this.#root + step.path);
      case "removeFolder":
        return await removeFolder(this.#root + step.path, step.state);
    }
  }

  async #require({ path, why, remedy }: Require): Promise<void> {
    const info = await Deno.lstat(this.#root + path).catch(() => undefined);
    if (info === undefined) throw new OperationError(`Cannot handle the service: ${why}`, { remedy });
  }

  async #run({ mayFail, tries, ...command }: Run): Promise<void> {
    for (let left = tries; left > 1; left--) {
      if ((await this.ask(command)).success) return;
      await this.#timer.wait(RETRY_MS);
    }
    await (mayFail ? this.ask(command) : this.succeed(command));
  }
}

function firstLine(text: string): string | undefined {
  return text.split("\n").map((line) => line.trim()).find((line) => line !== "");
}
