/** This computer's clock, for a command that reads times which are told from now. */
export { systemClock } from "../adapters/system/system.ts";
