import { denoProgramOutput } from "./deno_program.ts";
import { machineOf } from "./machine.ts";

/** This computer, as the program on Deno sees it. */
export const thisMachine = machineOf(denoProgramOutput);
