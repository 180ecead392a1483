/**
 * How a step stands. A warning hinders nothing now; what lies behind a broken step is not reached where it cannot be known; what is
 * not needed plays no part as things are set.
 */
export const STANDINGS = ["ok", "warning", "broken", "notReached", "notNeeded"] as const;
export type Standing = typeof STANDINGS[number];

/** The steps between a client and its activation, in their order. */
export const CLIENT_STEPS = [
  "settings",
  "licence",
  "key",
  "domain",
  "dns",
  "multicast",
  "address",
  "connection",
  "answer",
  "authority",
  "hostCertificate",
  "signature",
  "clock",
  "count",
  "result",
  "lease",
] as const;

/** What a host needs to activate computers, in its order. */
export const HOST_STEPS = [
  "settings",
  "licence",
  "key",
  "activation",
  "hardware",
  "port",
  "dns",
  "multicast",
  "clock",
  "disk",
  "journal",
  "health",
] as const;

export const STEP_NAMES = [...new Set([...CLIENT_STEPS, ...HOST_STEPS])];
export type StepName = typeof CLIENT_STEPS[number] | typeof HOST_STEPS[number];

/** What is wrong at a step: one sentence without a full stop, and the command that mends it, where there is one. */
export interface StepFault {
  /** What administrators know it by; null where there is no code for it. */
  readonly code: number | null;
  readonly text: string;
  readonly remedy: string | null;
}

/** One step, and in one line what was seen there. A step may come more than once: for each domain, or host. */
export interface Step {
  readonly step: StepName;
  readonly standing: Standing;
  readonly seen: string;
  /** Of a step that is broken or a warning, and null of any other. */
  readonly fault: StepFault | null;
}

/** Why a computer is not activated, or a host does not activate. */
export interface Diagnosis {
  readonly role: "client" | "host" | "none";
  readonly steps: readonly Step[];
}

export function ok(step: StepName, seen: string): Step {
  return { step, standing: "ok", seen, fault: null };
}

export function warning(step: StepName, seen: string, fault: StepFault): Step {
  return { step, standing: "warning", seen, fault };
}

export function broken(step: StepName, seen: string, fault: StepFault): Step {
  return { step, standing: "broken", seen, fault };
}

/** Broken, or a warning where something else helps. */
export function failing(hinders: boolean, step: StepName, seen: string, fault: StepFault): Step {
  return hinders ? broken(step, seen, fault) : warning(step, seen, fault);
}

export function notReached(step: StepName, seen = "not reached"): Step {
  return { step, standing: "notReached", seen, fault: null };
}

export function notNeeded(step: StepName, seen: string): Step {
  return { step, standing: "notNeeded", seen, fault: null };
}

/** Where the chain ends; undefined where it holds. */
export function firstBroken(steps: readonly Step[]): Step | undefined {
  return steps.find(({ standing }) => standing === "broken");
}

/** Steps in the order of a role's chain; those of one name stay as they are among each other. */
export function inOrder(steps: readonly Step[], order: readonly StepName[]): Step[] {
  return steps.toSorted((one, other) => order.indexOf(one.step) - order.indexOf(other.step));
}
