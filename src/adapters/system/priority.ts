/** Nice value of a listener that is to give way to other programs. */
const LOW = 10;
const NORMAL = 0;

/**
 * Gives the calling thread (on macOS and Windows the whole process) low priority, or every thread of the process normal priority: some
 * may have been started by one that had a low one. False where the system does not let this user raise it again, as Linux does without
 * CAP_SYS_NICE or a limit of its own (RLIMIT_NICE).
 */
export async function setPriority(low: boolean): Promise<boolean> {
  const os = await import("node:os");
  try {
    for (const thread of low ? [0] : await threads()) setOf(os, thread, low ? LOW : NORMAL);
    return true;
  } catch {
    return false;
  }
}

/** A thread of the pool may have ended since it was listed. */
function setOf(os: typeof import("node:os"), thread: number, priority: number): void {
  try {
    os.setPriority(thread, priority);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Numbers of this process's threads, the calling one first (0); on other systems there is one priority for all. */
async function threads(): Promise<number[]> {
  if (Deno.build.os !== "linux") return [0];
  const entries = await Array.fromAsync(Deno.readDir("/proc/self/task"));
  return [0, ...entries.map(({ name }) => Number(name))];
}
