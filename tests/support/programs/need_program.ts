/**
 * Makes sure that a program of Debian's is there: root on Debian gets it installed; elsewhere its absence is said, for what needs it is
 * not left out. `purpose`: `the dashboard is tested in tmux`. `from`: the package that it comes with.
 */
export async function needProgram(name: string, purpose: string, from = name): Promise<void> {
  if (await isThere(name)) return;
  await runs("sh", "-c", `apt-get -qq update && apt-get -qq install -y --no-install-recommends ${from}`);
  if (!await isThere(name)) throw new Error(`${purpose}, which is missing: install it`);
}

function isThere(name: string): Promise<boolean> {
  return runs("sh", "-c", `command -v ${name}`);
}

/** Whether a program ends well; it asks nothing. */
async function runs(program: string, ...args: string[]): Promise<boolean> {
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    return (await new Deno.Command(program, { args, env, stdin: "null", stdout: "null", stderr: "null" })
      .output()).success;
  } catch {
    return false;
  }
}
