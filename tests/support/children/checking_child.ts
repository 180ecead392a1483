import process from "node:process";
import { checkLicence } from "../../../src/client/mod.ts";
import { STRANGER } from "../programs/strangers.ts";

/** Prints, as a user without rights, how a product's licence stands in the folder that is named. */
if (Deno.uid() === 0) process.setuid!(STRANGER);
console.log(JSON.stringify(await checkLicence({ folder: Deno.args[0]! })));
