/** How people ask for help before they know the program. */
const HELP: ReadonlySet<string> = new Set(["/?", "-?", "--help", "/help", "-help", "-h", "/h"]);

export function asksForHelp(word: string): boolean {
  return HELP.has(word.toLowerCase());
}
