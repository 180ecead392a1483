import * as v from "valibot";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What can be wrong with a host (src/health/conditions.ts tells of each). The names are in journals. */
export const CONDITIONS = [
  "notRunning",
  "sealed",
  "diskFailing",
  "notActivated",
  "activationEnding",
  "authorityEnding",
  "dnsFailing",
  "countLow",
  "noActivity",
  "diskSpaceLow",
  "clockJumped",
  "duplicates",
  "refusals",
  "machineLimit",
  "addressLimit",
] as const;
export type Condition = typeof CONDITIONS[number];

export const SEVERITIES = ["warning", "critical"] as const;
export type Severity = typeof SEVERITIES[number];

/** How changes of alerts are told: by a command that is run, by an HTTP address that is called, or not at all. */
export const NOTIFY_KINDS = ["off", "command", "webhook"] as const;

export const alertSchema = v.strictObject({
  severity: v.picklist(SEVERITIES),
  /** Since when it holds, milliseconds since 1970, never later than now; a change of severity leaves that as it is. */
  since: whole,
  text: v.string(),
  remedy: v.string(),
});
export type Alert = Readonly<v.InferOutput<typeof alertSchema>>;

/** What is wrong with a host, by condition. */
export type Alerts = Readonly<Record<string, Alert>>;

/** What a host knows of its own health: a part of its state. Times are milliseconds since 1970. */
export const healthFactsSchema = v.strictObject({
  alerts: v.record(v.string(), alertSchema),
  /** Since when nobody has asked, the time that the host was stopped left out; null before it ran. */
  quietSince: v.nullable(whole),
  /** When it was stopped; null while it runs, and where it ended without saying so. */
  stopped: v.nullable(whole),
  /** The clock at the latest event. */
  latest: whole,
  /** The last jump of the clock: when, and by how many milliseconds; negative where it was set back. */
  clockJump: v.nullable(v.strictObject({ time: whole, by: v.pipe(v.number(), v.integer()) })),
  /** Computers have been left unrecorded for the machine limit, and there has not been much room since. */
  full: v.boolean(),
});
export type HealthFacts = Readonly<v.InferOutput<typeof healthFactsSchema>>;

export const INITIAL_HEALTH: HealthFacts = {
  alerts: {},
  quietSince: null,
  stopped: null,
  latest: 0,
  clockJump: null,
  full: false,
};
