import process from "node:process";
import { prepareFolder } from "../../../src/adapters/disk/own_folder.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import "../../../src/app/consoles/open_here.ts"; // loaded when it is needed, which is too late here
import { OperationError } from "../../../src/policy/operation_error.ts";
import { STRANGER } from "../programs/strangers.ts";

/**
 * As a user without rights, who can read none of the program's files any more: shows or changes a setting of the state folder, or
 * takes it as a host's worker does first, whose own files it could not read. Prints a line of JSON: what came of it, or the error.
 */
const [what, folder = ""] = Deno.args;
process.setgid!(STRANGER);
process.setuid!(STRANGER);
try {
  console.log(JSON.stringify(await work()));
} catch (error) {
  if (!(error instanceof OperationError)) throw error;
  console.log(JSON.stringify({ error: error.message, remedy: error.remedy }));
}

async function work(): Promise<unknown> {
  if (what === "serve") return await prepareFolder(folder);
  await using console = await openConsole(folder, true);
  return what === "show"
    ? await console.call("status", {})
    : await console.call("changeSetting", { name: "activationInterval", value: 15 });
}
