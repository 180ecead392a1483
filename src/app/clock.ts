/** This computer's clock, for a command that reads times which are told from now; its stopwatch, for the dashboard. */
export { systemClock, systemStopwatch } from "../adapters/system/system.ts";
