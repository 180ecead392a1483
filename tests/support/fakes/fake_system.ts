import { SystemCommands } from "../../../src/adapters/system/system_commands.ts";
import { TempFolder } from "../disk/temp_folder.ts";

/** A computer of its own: files under a temporary root, and programs that only write down how they were called. */
export class FakeSystem implements AsyncDisposable {
  readonly #folder: TempFolder;
  readonly commands: SystemCommands;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
    const environment = { PATH: `${folder.path}/bin:${Deno.env.get("PATH")}` };
    const timer = { wait: () => Promise.resolve() };
    this.commands = new SystemCommands({ root: this.root, environment, timer });
  }

  /** One that runs systemd, and has no service. */
  static async make(): Promise<FakeSystem> {
    const system = new FakeSystem(await TempFolder.make());
    for (const name of ["bin", "root/run/systemd/system", "root/etc/systemd/system"]) {
      await Deno.mkdir(`${system.#folder.path}/${name}`, { recursive: true });
    }
    await Deno.chmod(system.#folder.path, 0o755);
    for (const name of ["systemctl", "useradd"]) await system.program(name, "exit 0");
    return system;
  }

  get root(): string {
    return `${this.#folder.path}/root`;
  }

  /** Puts a program in the system's place: lines of sh, run after the call was written down. */
  async program(name: string, script: string): Promise<void> {
    const path = `${this.#folder.path}/bin/${name}`;
    await Deno.writeTextFile(
      path,
      `#!/bin/sh\necho "${name} $*" >> '${this.#folder.path}/calls'\n${script}\n`,
    );
    await Deno.chmod(path, 0o755);
  }

  /** How the programs were called, in order. */
  async calls(): Promise<string[]> {
    const text = await Deno.readTextFile(`${this.#folder.path}/calls`).catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }

  read(path: string): Promise<string> {
    return Deno.readTextFile(this.root + path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
