import { ABSENT_OPTIONS } from "./absent_options.ts";
import { UsageError } from "../output.ts";
import { asksForHelp } from "./help_words.ts";
import { commandNamed, slmgrOptionNamed } from "../sections.ts";

/** What can be told from the words alone, before the parser sees them. */
export interface CommandLine {
  /** The command's words, for the parser: `--json ilc FILE`. */
  readonly words: readonly string[];
  /** The first word of the command; undefined where there is none. */
  readonly command: string | undefined;
  /** What was asked for with --help or the like: the words of a command, or none. */
  readonly help: readonly string[] | undefined;
}

/** The options that there are. */
export interface Vocabulary {
  /** Options that take none (`--json`). */
  readonly switches: ReadonlySet<string>;
  /** Options that take a value (`--state`), which must not be taken for a command. */
  readonly valued: ReadonlySet<string>;
}

/**
 * Finds the command, in whichever spelling, and what stands before it: `COMPUTER USER [PASSWORD]`, which becomes options.
 * Throws UsageError where nothing there is a command.
 */
export function readCommandLine(args: readonly string[], vocabulary: Vocabulary): CommandLine {
  const before: string[] = [];
  const target: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const name = commandBehind(target.length, word);
    if (asksForHelp(word)) return { words: [], command: undefined, help: [] };
    if (name !== undefined) {
      return withCommand(before, target, name, withSignedValues(args.slice(i + 1), vocabulary));
    }
    if (vocabulary.valued.has(word)) before.push(word, ...args.slice(++i, i + 1));
    else if (isOption(word, vocabulary)) before.push(word);
    else if (target.length === 2 && isSpelt(word)) throw noPassword(word);
    else if (word.startsWith("-") && target.length < 2 && absentOption(word) === undefined) before.push(word);
    else target.push(word);
  }
  return { words: [...before, ...targetOptions(target)], command: undefined, help: undefined };
}

function withCommand(
  before: readonly string[],
  target: readonly string[],
  command: string,
  rest: readonly string[],
): CommandLine {
  const asked = rest.findIndex((word) => asksForHelp(word));
  if (asked >= 0) {
    const words = rest.slice(0, asked).filter((word) => !word.startsWith("-"));
    return { words: [], command, help: [command, ...words] };
  }
  if (target.length === 1 && !isSpelt(target[0]!)) {
    throw new UsageError(`who signs in at ${target[0]}? Write kms ${target[0]} USER /${command}`);
  }
  const words = rest.filter((word, i) => word !== "--" || rest.indexOf("--") < i); // it only says that options end
  return { words: [...before, ...targetOptions(target), command, ...words], command, help: undefined };
}

/** `--max-age -1d` is a value that its command refuses, not the options -1 and -d. */
function withSignedValues(words: readonly string[], { valued }: Vocabulary): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const option = joined.at(-1);
    if (/^-\d/.test(word) && option !== undefined && valued.has(option)) {
      joined.splice(-1, 1, `${option}=${word}`);
    } else joined.push(word);
  }
  return joined;
}

function isOption(word: string, { valued, switches }: Vocabulary): boolean {
  const name = word.replace(/=.*$/, "");
  return word.startsWith("--") && (switches.has(name) || (word !== name && valued.has(name)));
}

/** A mistyped option must not be sent as a password. */
function noPassword(word: string): UsageError {
  if (absentOption(word) !== undefined) return absent(word);
  return new UsageError(
    `there is no option ${word}; a password that begins with ${
      word[0]
    } goes to --password-file, or is asked for`,
  );
}

/** The second word after a computer is its user, whatever it is called; a third one in a command's plain spelling is the command. */
function commandBehind(targets: number, word: string): string | undefined {
  if (targets !== 1) return commandNamed(word);
  return isSpelt(word) ? slmgrOptionNamed(word) : undefined;
}

function isSpelt(word: string): boolean {
  return word.startsWith("/") || word.startsWith("-");
}

/** Throws UsageError for an option of slmgr that is not here, with the reason. */
export function refuseAbsent(words: readonly string[]): void {
  const word = words.find((one) => absentOption(one) !== undefined);
  if (word !== undefined) throw absent(word);
}

function absent(word: string): UsageError {
  return new UsageError(`slmgr's option ${word} is not here: ${absentOption(word)}`);
}

function absentOption(word: string): string | undefined {
  const name = word.replace(/^(\/|--?)/, "").toLowerCase();
  return Object.hasOwn(ABSENT_OPTIONS, name) ? ABSENT_OPTIONS[name] : undefined;
}

function targetOptions(target: readonly string[]): string[] {
  const [computer, user, password, more] = target;
  if (computer === undefined) return [];
  refuseAbsent(target.filter(isSpelt));
  if (user === undefined || more !== undefined || isSpelt(computer)) {
    throw new UsageError(`there is no option ${more ?? computer}`, { showHelp: true });
  }
  return [
    "--computer",
    computer,
    "--user",
    user,
    ...(password === undefined ? [] : ["--password", password]),
  ];
}
