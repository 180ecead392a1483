import { EXIT, reportError, UsageError } from "./output.ts";
import { loadDefault, loaderNamed } from "./sections.ts";
import { commandPlace, plainlyGiven } from "./words/plain_words.ts";
import { VERSION } from "../version.ts";

/** Runs the command line; resolves with the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    if (!await ranPlainly(args)) {
      const { runParsed } = await import("./run_parsed.ts");
      await runParsed(args);
    }
    return EXIT.done;
  } catch (error) {
    const status = reportError(error);
    if (error instanceof UsageError && error.showHelp) {
      const { helpScreen } = await import("./words/help.ts");
      console.error(`\n${helpScreen()}`);
    }
    return status;
  }
}

/** All commands together and the parser take longer to load than most commands to run: what is plain goes by without them. */
async function ranPlainly(args: readonly string[]): Promise<boolean> {
  if (args.length === 1 && args[0] === "--version") {
    console.log(VERSION);
    return true;
  }
  const place = commandPlace(args);
  const load = place === args.length ? loadDefault : loaderNamed(args[place]!);
  const plain = load === undefined ? undefined : plainlyGiven(args, place, await load());
  if (plain === undefined) return false;
  await plain.command.module.handler(plain.given);
  return true;
}
