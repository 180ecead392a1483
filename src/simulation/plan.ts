import type { HostSettings } from "../policy/settings.ts";
import type { Product } from "../protocol/licence_payload.ts";

/** Hosts that do not answer for a time. Days are counted from the beginning, 0, and may be parts of one. */
export interface Outage {
  /** 1 to the number of hosts; all of them where it is not there. */
  readonly host?: number;
  readonly from: number;
  readonly to: number;
}

/** What is simulated. */
export interface SimulationPlan {
  readonly clients: number;
  readonly hosts: number;
  readonly days: number;
  readonly outages: readonly Outage[];
  /** Computers are switched on for the first time spread over so many minutes. */
  readonly arrivalMinutes: number;
  /** Where it is there, computers run from Monday to Friday from 8 to 17 o'clock, and are switched on spread over so many minutes; else day and night. */
  readonly officeStartMinutes?: number;
  readonly kind: Product["kind"];
  readonly settings: Pick<HostSettings, "activationInterval" | "renewalInterval" | "machineLimit">;
  readonly seed: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Where simulated time begins: a Monday at midnight, milliseconds since 1970. */
export const BEGINNING = Date.UTC(2027, 0, 4);
