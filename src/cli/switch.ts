import { UsageError } from "./output.ts";

/** The argument of a command that shows a switch, or turns it. */
export const SWITCH_ARGUMENT = { value: { type: "string", describe: "on or off" } } as const;

/** What somebody typed for the switch of that name, in any case. Throws UsageError. */
export function readSwitch(name: string, typed: string): boolean {
  const text = typed.toLowerCase();
  if (text === "on" || text === "off") return text === "on";
  throw new UsageError(`${name} is either on or off, got ${JSON.stringify(typed)}`);
}
