export interface Said {
  readonly success: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function outputOf(program: string, ...args: readonly string[]): Promise<Said> {
  const command = new Deno.Command(program, { args: [...args], stdin: "null" });
  const { success, code, stdout, stderr } = await command.output();
  return {
    success,
    code,
    stdout: new TextDecoder().decode(stdout),
    stderr: new TextDecoder().decode(stderr),
  };
}
