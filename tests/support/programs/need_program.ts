/**
 * Makes sure that a program of Debian's is there: root on Debian gets it installed; elsewhere its absence is said, for what needs it is
 * not left out. `purpose`: `the dashboard is tested in tmux`. `from`: the package that it comes with.
 */
export async function needProgram(name: string, purpose: string, from = name): Promise<void> {
  await need(() => isThere(name), purpose, from);
}

/** The same for a header file of a C library: `sodium.h`, which libsodium-dev has. */
export async function needHeader(name: string, purpose: string, from: string): Promise<void> {
  await need(() => runs("gcc", "-E", "-include", name, "-xc", "/dev/null"), purpose, from);
}

async function need(isHere: () => Promise<boolean>, purpose: string, from: string): Promise<void> {
  if (await isHere()) return;
  await runs("sh", "-c", `apt-get -qq update && apt-get -qq install -y --no-install-recommends ${from}`);
  if (!await isHere()) throw new Error(`${purpose}, which is missing: install it`);
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
