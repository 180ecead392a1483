import type { RunProgram } from "./program_output.ts";

/** On Deno. */
export const denoProgramOutput: RunProgram = async (program, args) => {
  try {
    const command = new Deno.Command(program, {
      args: [...args],
      stdout: "piped",
      stderr: "null",
      stdin: "null",
    });
    return new TextDecoder().decode((await command.output()).stdout);
  } catch {
    return "";
  }
};
