/** Runs a program of the system: what it prints, whatever its exit status; nothing where it is not there. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

/** On Node. Deno on Windows may end the whole process at such a pipe: there it is denoProgramOutput. */
export const programOutput: RunProgram = async (program, args) => {
  const { spawn } = await import("node:child_process"); // only those pay for it who run one
  return await new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
    let text = "";
    child.on("error", () => resolve(""));
    child.stdout.setEncoding("utf8").on("data", (part: string) => text += part);
    child.on("close", () => resolve(text));
  });
};
