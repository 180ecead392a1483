import { HeldFolder } from "../../../src/adapters/disk/state_folder.ts";

/** Holds the folder that is named until it is ended. */
const held = await HeldFolder.hold(Deno.args[0]!);
console.log("held");
setInterval(() => held, 60_000);
