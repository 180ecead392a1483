import type { Health } from "../../api/types.ts";
import { type AlertSetting, SETTING_RULES, settingFault } from "../../policy/settings.ts";
import { command } from "../command.ts";
import { printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

/** What administrators call the settings here, and what each is for. */
const NAMES = {
  count: { setting: "alertCount", about: "warn when fewer computers count (0: never)" },
  quiet: { setting: "alertQuiet", about: "warn when nobody has asked for so long (0: never)" },
  disk: { setting: "alertDisk", about: "warn when less is free, and urgently at a tenth (0: never)" },
  refusals: { setting: "alertRefusals", about: "warn when more are refused within an hour (0: never)" },
  duplicates: { setting: "alertDuplicates", about: "warn when more are on several hardwares" },
  days: { setting: "alertDays", about: "warn so long before activation and certificates end" },
} as const satisfies Record<string, { setting: AlertSetting; about: string }>;
type Name = keyof typeof NAMES;

export const settings = command({
  words: "settings",
  summary: "Show from when on there are warnings",
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const found = (await console.call("health", {})).settings;
      const byName = Object.fromEntries(
        Object.entries(NAMES).map(([name, { setting }]) => [name, found[setting]]),
      );
      printResult(options.json, byName, settingLines(found));
    });
  },
});

export const set = command({
  words: "set <name> <value>",
  summary: "Set from when on there are warnings",
  about: [
    "Takes effect at once. The count that is warned of has nothing to do with the products' thresholds: it tells that computers stay away.",
    ...Object.entries(NAMES).map(([name, { setting, about }]) => {
      const { min, max, unit, initial } = SETTING_RULES[setting];
      return `${name} (${min}-${max} ${unit}, at first ${initial}): ${about}.`;
    }),
  ],
  arguments: {
    name: {
      type: "string",
      demandOption: true,
      choices: Object.keys(NAMES) as Name[],
      describe: "which: kms health settings lists them",
    },
    value: { type: "string", demandOption: true, describe: "a whole number" },
  },
  async run({ name, value: typed, ...options }) {
    const { setting } = NAMES[name as Name];
    const { title, unit, min, max } = SETTING_RULES[setting];
    if (!/^\d{1,9}$/.test(typed)) throw new UsageError(`${name} is a whole number from ${min} to ${max}`);
    const value = Number(typed);
    const fault = settingFault(setting, value); // before a folder is made for it
    if (fault !== undefined) throw new UsageError(fault);
    await withConsole(options, "write", async (console) => {
      await console.call("changeSetting", { name: setting, value });
      printResult(options.json, { name, value }, [
        `The ${title} is now ${value} ${value === 1 ? unit.replace(/s$/, "") : unit}.`,
      ]);
    });
  },
});

function settingLines(found: Health["settings"]): string[] {
  return Object.entries(NAMES).map(([name, { setting, about }]) =>
    `${name.padEnd(10)}  ${`${found[setting]} ${SETTING_RULES[setting].unit}`.padEnd(16)}  ${about}`
  );
}
