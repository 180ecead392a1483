import { main } from "../../../src/cli/main.ts";

/** The program itself, with the words that it was given. */
Deno.exit(await main(Deno.args));
