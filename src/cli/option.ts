// @ts-types="@types/yargs"
import type { Options, PositionalOptions } from "yargs";

interface Completed {
  /** What the value names, where the shell can complete it. */
  readonly completes?: "file" | "folder";
}

/** An option as data: for the parser, the help and the completion. */
export type Option = Options & Completed;
/** An argument as data. */
export type Argument = PositionalOptions & Completed;
