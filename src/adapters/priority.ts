/** Nice value of a listener that is to give way to other programs. */
const LOW = 10;
const NORMAL = 0;

/**
 * Gives the calling thread (on macOS and Windows the whole process) low or normal scheduling priority. False where the system does
 * not let this user raise it again, as Linux does without CAP_SYS_NICE or a limit of its own (RLIMIT_NICE).
 */
export async function setPriority(low: boolean): Promise<boolean> {
  const os = await import("node:os");
  try {
    os.setPriority(0, low ? LOW : NORMAL);
    return true;
  } catch {
    return false;
  }
}
