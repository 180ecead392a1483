import type { Console } from "../../api/console.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import {
  type NumberSetting,
  SETTING_RULES,
  settingFault,
  type SettingName,
  type SettingValue,
  type SwitchSetting,
} from "../../policy/settings.ts";
import { type Command, command } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { refuseFailed } from "./dns.ts";
import { type CommonOptions, withConsole } from "../session.ts";

export const sprt = numberCommand("sprt", "port", "port");
export const sai = numberCommand("sai", "activationInterval", "minutes");
export const sri = numberCommand("sri", "renewalInterval", "minutes");
export const sdns = switchCommand(
  "sdns",
  "dnsPublishing",
  true,
  "Publish this host in DNS",
  "DNS publishing is on.",
);
export const cdns = switchCommand(
  "cdns",
  "dnsPublishing",
  false,
  "Do not publish this host in DNS",
  "DNS publishing is off.",
);
export const spri = switchCommand(
  "spri",
  "lowPriority",
  false,
  "Run the listener with normal priority",
  "The listener runs with normal priority.",
);
export const cpri = switchCommand(
  "cpri",
  "lowPriority",
  true,
  "Run the listener with low priority",
  "The listener runs with low priority.",
);

function numberCommand(option: string, name: NumberSetting, unit: string): Command {
  const { title, min, max, initial } = SETTING_RULES[name];
  return command({
    words: `${option} <value>`,
    summary: `Set the ${title} (${min}-${max})`,
    arguments: {
      value: { type: "string", demandOption: true, describe: `${unit}, at first ${initial}` },
    },
    async run({ value: typed, ...options }) {
      if (!/^\d{1,9}$/.test(typed)) {
        throw new UsageError(`the ${title} is a whole number from ${min} to ${max}`);
      }
      const value = Number(typed);
      const fault = settingFault(name, value); // before a folder is made for it
      if (fault !== undefined) {
        throw new OperationError(`Cannot change the setting: ${fault}`, { code: HResult.malformed });
      }
      await withConsole(
        options,
        "write",
        (console) => change(console, options, [name, value], `The ${title} is now ${value}.`),
      );
    },
  });
}

function switchCommand(
  option: string,
  name: SwitchSetting,
  value: boolean,
  summary: string,
  done: string,
): Command {
  return command({
    words: option,
    summary,
    run: (options) =>
      withConsole(options, "write", async (console) => {
        await change(console, options, [name, value], done);
        if (name === "dnsPublishing") {
          const kept = `it is switched ${value ? "on" : "off"}, and the host tries again by itself`;
          refuseFailed(await console.call("dns", {}), { kept });
        }
      }),
  });
}

async function change(
  console: Console,
  { json }: CommonOptions,
  [name, value]: [SettingName, SettingValue],
  done: string,
): Promise<void> {
  const { pending } = await console.call("changeSetting", { name, value });
  if (pending !== null) printNote(`kms: ${pending}`);
  printResult(json, { name, value, pending }, [done]);
}
