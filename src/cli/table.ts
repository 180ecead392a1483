import type { Command } from "./command.ts";
import { SECTIONS } from "./sections.ts";

/** A section with its commands. */
export interface Chapter {
  readonly title: string;
  readonly slmgr: boolean;
  readonly commands: readonly Command[];
}

/** All commands, loaded. What reads a plain command line does without. */
export const TABLE: readonly Chapter[] = await Promise.all(
  SECTIONS.map(async ({ title, slmgr, loaders }) => ({
    title,
    slmgr,
    commands: await Promise.all(Object.values(loaders).map((load) => load())),
  })),
);

export const COMMANDS: readonly Command[] = TABLE.flatMap(({ commands }) => commands);
