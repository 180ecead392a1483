// @ts-types="@types/yargs"
import type { Argv, CommandModule, InferredOptionTypes } from "yargs";
import type { Argument, Option } from "./option.ts";
import { REMOTE_OPTIONS } from "./words/common_options.ts";
import type { CommonOptions } from "./session.ts";
import { UsageError } from "./output.ts";

type Arguments = Readonly<Record<string, Argument>>;
type OwnOptions = Readonly<Record<string, Option>>;

type None = Record<never, never>;
type CamelCase<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;
type InCamelCase<T> = { [Name in keyof T as CamelCase<Name>]: T[Name] };

/** What a command is given: its own arguments and options, by their names in camel case, and those that every command takes. */
export type Given<A extends Arguments, O extends OwnOptions> =
  & CommonOptions
  & InCamelCase<InferredOptionTypes<A> & InferredOptionTypes<O>>;

/** One command, as data: the parser, the help, the man page and the completion are made of it. */
export interface CommandSpec<A extends Arguments, O extends OwnOptions> {
  /** As it is typed, in the form of yargs: `ilc <file>`. */
  readonly words: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What else there is to know, in paragraphs: for `kms help` and the man page. */
  readonly about?: readonly string[];
  readonly arguments?: A;
  readonly options?: O;
  /** What follows its words to do something else: `kms events verify`. */
  readonly subcommands?: readonly Command[];
  /** True where it makes no sense on another computer (`kms COMPUTER USER …`). */
  readonly hereOnly?: boolean;
  run(given: Given<A, O>): Promise<void>;
}

/** A command whose own types are behind it: what the table holds. */
export interface Command {
  /** Its first word. */
  readonly name: string;
  readonly words: string;
  readonly summary: string;
  readonly about: readonly string[];
  readonly arguments: Arguments;
  readonly options: OwnOptions;
  readonly subcommands: readonly Command[];
  /** Whether it does something by itself: a family's name does not. */
  readonly alone: boolean;
  readonly hereOnly: boolean;
  readonly module: CommandModule<CommonOptions, CommonOptions>;
}

export function command<const A extends Arguments = None, const O extends OwnOptions = None>(
  spec: CommandSpec<A, O>,
): Command {
  const { words, summary, about = [], subcommands = [], hereOnly = false } = spec;
  const own = { arguments: spec.arguments ?? {}, options: spec.options ?? {} };
  return {
    name: nameOf(words),
    words,
    summary,
    about,
    ...own,
    subcommands,
    alone: true,
    hereOnly,
    module: {
      command: words,
      describe: summary,
      builder: (yargs) =>
        subcommands.reduce(
          (all, { module }) => all.command(module),
          withOptions(yargs, own.arguments, subcommands.length === 0 ? own.options : notBelow(own.options)),
        ),
      async handler(given) {
        if (hereOnly) refuseRemote(given, own.options);
        await spec.run(given as unknown as Given<A, O>);
      },
    },
  };
}

/** A command that is made of others: `kms admin user add`. */
export function family(
  name: string,
  summary: string,
  subcommands: readonly Command[],
  about: readonly string[] = [],
): Command {
  const names = subcommands.map((one) => one.name).join(", ");
  return {
    name,
    words: name,
    summary,
    about,
    arguments: {},
    options: {},
    subcommands,
    alone: false,
    hereOnly: subcommands.every((one) => one.hereOnly),
    module: {
      command: name,
      describe: summary,
      builder: (yargs) =>
        subcommands.reduce((all, { module }) => all.command(module), yargs)
          .demandCommand(1, `kms ${name} needs a command: ${names}`),
      handler: () => {},
    },
  };
}

function withOptions(yargs: Argv<CommonOptions>, own: Arguments, options: OwnOptions): Argv<CommonOptions> {
  const placed = Object.entries(own).reduce((all, [name, one]) => all.positional(name, one), yargs);
  return placed.options(options) as Argv<CommonOptions>;
}

/** What a command takes, those below it do not. */
function notBelow(options: OwnOptions): OwnOptions {
  return Object.fromEntries(Object.entries(options).map(([name, one]) => [name, { ...one, global: false }]));
}

function nameOf(words: string): string {
  return words.split(" ")[0]!;
}

function refuseRemote(given: CommonOptions & { _: readonly (string | number)[] }, own: OwnOptions): void {
  const remote = REMOTE_OPTIONS.find((name) => given[name] !== undefined && !(name in own));
  if (remote === undefined) return;
  const why = given.computer === undefined ? `: it takes no --${remote}` : `, not on ${given.computer}`;
  throw new UsageError(`kms ${given._.join(" ")} works on this computer alone${why}`);
}

/** The option that every command takes which looks for hosts in DNS. */
export const DNS_SERVER = {
  "dns-server": {
    type: "string",
    describe: "address (or ADDR:PORT) of the DNS server that is asked for hosts, instead of the system's",
  },
} as const;

/** The option that every command of an authority takes. */
export const AUTHORITY_FOLDER = {
  dir: { type: "string", demandOption: true, completes: "folder", describe: "the authority's folder" },
} as const;
