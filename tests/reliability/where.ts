/** Does one case of a trial. Where it fails, says which it was, so that it can be repeated. */
export async function where<T>(which: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Error(`${which}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
