/** What is to be done to a computer, as data: it can be printed instead of being done. */
export type Step =
  | Require
  | CopyExecutable
  | MakeUser
  | PrepareFolder
  | WriteFile
  | Run
  | { readonly kind: "removeFile"; readonly path: string }
  | RemoveFolder;

/** Nothing is done unless `path` is there. */
export interface Require {
  readonly kind: "require";
  readonly path: string;
  readonly why: string;
  readonly remedy: string;
}

/** A program, copied so that a crash leaves the old or the new one; all may run it. */
export interface CopyExecutable {
  readonly kind: "copyExecutable";
  readonly from: string;
  readonly to: string;
}

/** A system account without a login, unless there is a user of that name. The first free number stands in for UID. */
export interface MakeUser {
  readonly kind: "makeUser";
  readonly name: string;
  readonly commands: readonly Command[];
}

/** A folder for its owner alone, made where there is none. */
export interface PrepareFolder {
  readonly kind: "prepareFolder";
  readonly path: string;
  /** Null leaves the owner to the commands that follow. */
  readonly owner: string | null;
  /** It is a state folder: what is in it goes to the owner too, and a folder of other things is refused. */
  readonly state: boolean;
}

export interface WriteFile {
  readonly kind: "write";
  readonly path: string;
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le";
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Run extends Command {
  readonly kind: "run";
  /** A failure is none of ours: what it would undo may not be there. */
  readonly mayFail: boolean;
  /** How often it is tried, a second apart: what went before may still be under way. */
  readonly tries: number;
}

export interface RemoveFolder {
  readonly kind: "removeFolder";
  readonly path: string;
  /** It is a state folder: one of other things, or one in use, is refused. */
  readonly state: boolean;
}

export function run(program: string, ...args: string[]): Run {
  return { kind: "run", program, args, mayFail: false, tries: 1 };
}

/** As `run`, for what may not be there. */
export function attempt(program: string, ...args: string[]): Run {
  return { ...run(program, ...args), mayFail: true };
}

/** The same commands, for where what they end may not run. */
export function attempts(steps: readonly Step[]): Step[] {
  return steps.map((step) => step.kind === "run" ? { ...step, mayFail: true } : step);
}

/** A command as a shell would take it. */
export function commandLine({ program, args }: Command): string {
  return [program, ...args].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w./:=@*+,(){}\\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What a step does, as the rest of a sentence: `copy …`, `run …`. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "require":
      return `look for ${step.path}`;
    case "copyExecutable":
      return `copy ${step.from} to ${step.to}`;
    case "makeUser":
      return `make the user ${step.name}, unless there is one`;
    case "prepareFolder":
      return `make the folder ${step.path}${step.owner === null ? "" : ` for ${step.owner} alone`}`;
    case "write":
      return `write ${step.path}`;
    case "run":
      return `run ${commandLine(step)}`;
    case "removeFile":
      return `remove ${step.path}`;
    case "removeFolder":
      return `remove ${step.path} and all that is in it`;
  }
}
