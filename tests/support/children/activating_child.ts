import { openAuthority } from "../../../src/app/folders/authority_folder.ts";
import { Applicant } from "../roles/applicant.ts";

/** Activates the hosts that are named with a key of the authority in a folder, each by an opening of its own. */
const [folder, key, ...names] = Deno.args;
console.log("ready");
for (const name of names) await new Applicant(key!, name).activate(await openAuthority(folder!));
console.log("done");
