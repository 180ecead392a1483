/** What the system says of a failure, for people: Node's `EROFS: read-only file system, mkdir '/x'` without its code and call. */
export function systemReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: (.+?), \w+(?: '.*')?$/s.exec(text)?.[1] ?? text;
}
