import { needProgram } from "./need_program.ts";

/** Runs promtool; resolves with whether it ended well, and all that it said. */
export async function promtool(
  args: readonly string[],
  input = "",
): Promise<{ success: boolean; text: string }> {
  await needProgram("promtool", "metrics and rules are checked by promtool", "prometheus");
  const child = new Deno.Command("promtool", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { success, stdout, stderr } = await child.output();
  return { success, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}
