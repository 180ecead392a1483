import assert from "node:assert/strict";
import { needProgram } from "../programs/need_program.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = typeof SHELLS[number];

const DRIVERS = {
  bash: { driver: "bash.bash", options: ["--norc"] },
  zsh: { driver: "zsh.zsh", options: ["-f"] },
  fish: { driver: "fish.fish", options: ["--no-config"] },
};

/** What a shell's own completion offers for each of `lines` once it has read `script`, sorted; of files their names without folders. */
export async function completionsIn(
  shell: Shell,
  script: string,
  lines: readonly string[],
): Promise<Map<string, string[]>> {
  await needProgram(shell, `the completion is tested in ${shell}`);
  const { driver, options } = DRIVERS[shell];
  const { stdout, stderr, success } = await new Deno.Command(shell, {
    args: [...options, new URL(`completion/${driver}`, import.meta.url).pathname, script, ...lines],
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const blocks = new TextDecoder().decode(stdout).split(/^== (.*)\n/m).slice(0, -1);
  assert.equal(blocks.length, 2 * lines.length, new TextDecoder().decode(stderr));
  return new Map(lines.map((line, i) => [line, offersOf(blocks[2 * i]!)]));
}

function offersOf(block: string): string[] {
  return block.split("\n").map((word) => word.trim()).filter((word) => word !== "")
    .map((word) => word.replace(/^(.*=)?\/.*\/(?=[^/]+\/?$)/, "").replace(/\/$/, "")).sort();
}
