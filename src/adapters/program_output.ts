/** What a program of the system prints, whatever its exit status; nothing where it is not there. */
export async function programOutput(program: string, args: readonly string[]): Promise<string> {
  const { spawn } = await import("node:child_process"); // only those pay for it who run one
  return await new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
    let text = "";
    child.on("error", () => resolve(""));
    child.stdout.setEncoding("utf8").on("data", (part: string) => text += part);
    child.on("close", () => resolve(text));
  });
}
