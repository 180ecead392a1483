/** slmgr's options, as they are named here. Each may be written /ipk, -ipk, --ipk or ipk, in any case. */
export const SLMGR_OPTIONS = [
  "ipk",
  "upk",
  "ato",
  "dli",
  "dlv",
  "xpr",
  "dti",
  "atp",
  "ilc",
  "skms",
  "ckms",
  "sprt",
  "sai",
  "sri",
] as const;

/** Options of our own that take a value, which must not be taken for a command. */
const VALUED = new Set(["--state", "--authority", "--dir", "--listen", "--port"]);

/** How people ask for help before they know the program. */
const HELP = new Set(["/?", "-?", "/help", "help", "-h", "/h"]);

/** Turns the first option in slmgr's spelling into the command of that name; leaves all else as it is. */
export function normaliseSpelling(args: readonly string[]): string[] {
  if (args.length > 0 && HELP.has(args[0]!.toLowerCase())) return ["--help"];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (VALUED.has(arg)) i += 1;
    else if (optionNamed(arg) !== undefined) return args.with(i, optionNamed(arg)!);
    else if (!arg.startsWith("-")) return [...args]; // a verb of our own: what follows is its business
  }
  return [...args];
}

function optionNamed(arg: string): string | undefined {
  const name = arg.replace(/^(\/|--?)/, "").toLowerCase();
  return SLMGR_OPTIONS.find((option) => option === name);
}
