/** What the system said, without the code, the call and the path that Node puts around it: `Read-only file system`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = /^E[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1];
  return said === undefined ? error.message : said.charAt(0).toUpperCase() + said.slice(1);
}
