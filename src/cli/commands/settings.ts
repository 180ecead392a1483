import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { SETTING_RULES, settingFault, type SettingName } from "../../policy/settings.ts";
import { command } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

export const sprt = settingCommand("sprt", "port", "port");
export const sai = settingCommand("sai", "activationInterval", "minutes");
export const sri = settingCommand("sri", "renewalInterval", "minutes");

function settingCommand(option: string, name: SettingName, unit: string) {
  const { title, min, max, initial } = SETTING_RULES[name];
  return command(
    `${option} <value>`,
    `Set the ${title} (${min}-${max})`,
    (yargs) =>
      yargs.positional("value", {
        type: "string",
        demandOption: true,
        describe: `${unit}, at first ${initial}`,
      }),
    async (args) => {
      if (!/^\d{1,9}$/.test(args.value)) {
        throw new UsageError(`the ${title} is a whole number from ${min} to ${max}`);
      }
      const value = Number(args.value);
      const fault = settingFault(name, value); // before a folder is made for it
      if (fault !== undefined) {
        throw new OperationError(`Cannot change the setting: ${fault}`, { code: HResult.malformed });
      }
      await withConsole(args, "write", async (console) => {
        const { pending } = await console.call("changeSetting", { name, value });
        if (pending !== null) printNote(`kms: ${pending}`);
        printResult(args.json, { name, value, pending }, [`The ${title} is now ${value}.`]);
      });
    },
  );
}
