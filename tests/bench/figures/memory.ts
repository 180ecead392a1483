import type { Figure } from "../figure.ts";
import { freePort } from "../../support/programs/free_port.ts";
import { outputOf } from "../../support/programs/programs.ts";
import { memoryOf, RunningProgram } from "../site/running_program.ts";
import type { Site } from "../site/site.ts";

const SETTLING_MS = 3000;

export const MEMORY: readonly Figure[] = [
  {
    name: "memory",
    what: "memory of a fresh host, without a dashboard",
    unit: "MB",
    reference: "a compiled program that does nothing",
    goal: { of: "figure", is: "atMost", value: 65 },
    measure: (site) =>
      site.rounds(async () => {
        await using host = await site.startHost(await site.hostFolder());
        return { reference: await emptyMemory(site), figure: host.program.memory() };
      }),
  },
  {
    name: "dashboard-memory",
    what: "memory of a fresh host with its dashboard",
    unit: "MB",
    reference: "a compiled program that does nothing",
    goal: { of: "figure", is: "atMost", value: 95 },
    measure: (site) =>
      site.rounds(async () => ({
        reference: await emptyMemory(site),
        figure: await dashboardMemory(site, await site.hostFolder()),
      })),
  },
];

async function emptyMemory({ programs }: Site): Promise<number> {
  await using program = new RunningProgram(programs.empty, { args: ["stay"] });
  await settled();
  return program.memory();
}

/** `kms` alone, on a terminal of `script` (util-linux) of a usual size. */
async function dashboardMemory({ programs }: Site, folder: string): Promise<number> {
  await outputOf(programs.kms, "--state", folder, "/sprt", `${freePort()}`);
  const command = `stty rows 40 cols 120; echo $$; exec ${programs.kms} --state ${folder}`;
  const args = ["--quiet", "--flush", "--return", "--command", command, "/dev/null"];
  await using terminal = new RunningProgram("script", { args, env: { TERM: "xterm-256color" } });
  const pid = Number(await terminal.firstLine());
  await settled();
  const megabytes = memoryOf(pid);
  Deno.kill(pid, "SIGTERM");
  return megabytes;
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
}
