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

/** Makes sure that a program is there: root on Debian gets its package installed; elsewhere its absence fails the test. `ask`: an option that it answers with success. */
export async function requireProgram(
  program: string,
  debianPackage: string,
  ask = "--version",
): Promise<void> {
  if (await answers(program, ask)) return;
  const install =
    `apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ${debianPackage}`;
  await outputOf("sh", "-c", install);
  if (!await answers(program, ask)) {
    throw new Error(`the tests need ${program}, which is missing: install it`);
  }
}

async function answers(program: string, ask: string): Promise<boolean> {
  try {
    return (await outputOf(program, ask)).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
