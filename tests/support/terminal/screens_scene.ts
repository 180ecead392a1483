import assert from "node:assert/strict";
import { TempFolder } from "../disk/temp_folder.ts";
import { Terminal } from "./tmux.ts";
import { until } from "../until.ts";

const SERVE = "kms serve --listen 127.0.0.1 --port 0";

/** What each screen shows of a host that is new, in the order of Tab. */
const SIGNS: readonly (readonly [key: string, sign: RegExp])[] = [
  ["1", /\[1 Overview\][\s\S]*listening on 127\.0\.0\.1/],
  ["2", /\[2 Activity\][\s\S]*host started/],
  ["3", /\[3 Machines\][\s\S]*0 known/],
  ["4", /\[4 Settings\][\s\S]*activation interval +120 minutes/],
  ["5", /\[5 Licence\][\s\S]*i key/],
  ["6", /\[6 Reports\][\s\S]*All requests a day/],
];

/**
 * Every screen of the dashboard, a setting that is changed there and read back by the command line, and a host that is killed and started
 * again under the dashboard's eyes. `bin`: the folder that `kms` is in.
 */
export async function screensDashboard(bin: string): Promise<void> {
  await using folder = await TempFolder.make();
  const host = new ServedHost(bin, folder.path);
  await using _ended = host;
  await host.start();
  await using terminal = await Terminal.open(folder.path, bin, 100, 30);
  await terminal.enter('export KMS_STATE=host; kms; echo "left with $?"');
  for (const [key, sign] of SIGNS) {
    await terminal.type(key);
    await terminal.shows(sign);
  }
  await terminal.press("Tab");
  await terminal.shows(SIGNS[0]![1]);
  await changeInterval(terminal);
  assert.equal(await host.activationInterval(), 45);
  await host.kill();
  await terminal.shows(/No connection\. Trying again/);
  await host.start();
  await terminal.shows(/\[4 Settings\][\s\S]*activation interval +45 minutes/);
  await until(async () => !(await terminal.screen()).includes("No connection"));
  await terminal.type("q");
  await terminal.shows(/left with 0/);
  assert.equal(await host.activationInterval(), 45, "the host ended with the dashboard");
}

/** Down to the setting's row, and another value in its place. */
async function changeInterval(terminal: Terminal): Promise<void> {
  await terminal.type("4");
  await terminal.shows(/> .*listen address/);
  await terminal.press("Down", "Down");
  await terminal.shows(/> .*activation interval/);
  await terminal.press("Enter");
  await terminal.press("C-u");
  await terminal.type("45");
  await terminal.press("Enter");
  await terminal.shows(/activation interval +45 minutes/);
}

/** `kms serve`, which can be killed. */
class ServedHost implements AsyncDisposable {
  readonly #bin: string;
  readonly #folder: string;
  #process: Deno.ChildProcess | undefined;

  constructor(bin: string, folder: string) {
    this.#bin = bin;
    this.#folder = folder;
  }

  async start(): Promise<void> {
    this.#process = this.#shell(`exec ${SERVE} > serving 2> notes`).spawn();
    const path = `${this.#folder}/serving`;
    await until(async () => (await Deno.readTextFile(path).catch(() => "")).includes("listening"));
  }

  /** With SIGKILL: nothing of it is tidied up. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.status;
    this.#process = undefined;
  }

  /** As the command line reads it from the host that runs. */
  async activationInterval(): Promise<number> {
    const { stdout } = await this.#shell("kms --json dli").output();
    return JSON.parse(new TextDecoder().decode(stdout)).SoftwareLicensingService.VLActivationInterval;
  }

  #shell(command: string): Deno.Command {
    return new Deno.Command("bash", {
      args: ["-c", command],
      cwd: this.#folder,
      env: {
        PATH: `${this.#bin}:${Deno.env.get("PATH")}`,
        XDG_CACHE_HOME: `${this.#bin}/kms.cache`,
        KMS_STATE: "host",
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
