import * as v from "valibot";
import { STANDINGS, STEP_NAMES } from "../../policy/diagnosis.ts";
import { dnsServerSchema } from "./hosts.ts";
import { type Routes, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

export const whyInputSchema = v.strictObject({ dnsServer: v.optional(dnsServerSchema) });

const stepName = v.picklist(STEP_NAMES);
const stepSchema = v.object({
  step: stepName,
  standing: described(
    v.picklist(STANDINGS),
    "a warning hinders nothing now; notReached: it cannot be known behind a broken step; notNeeded: it plays no part as things are set",
  ),
  seen: described(v.string(), "one line"),
  code: described(v.nullable(whole), "of what is wrong; null where nothing is, or there is no code for it"),
  text: described(v.nullable(v.string()), "what is wrong, one sentence; null where nothing is"),
  remedy: described(v.nullable(v.string()), "the command that mends it"),
});
export type StepView = v.InferOutput<typeof stepSchema>;

/** Why a computer is not activated, or a host does not activate. */
export const whyOutputSchema = v.object({
  role: v.picklist(["host", "client", "none"]),
  computer: v.string(),
  version: v.string(),
  time,
  broken: described(v.nullable(stepName), "the first step that is broken; null where none is"),
  steps: described(v.array(stepSchema), "in the order of the chain; one name may come more than once"),
});
export type DiagnosisView = v.InferOutput<typeof whyOutputSchema>;

export const DIAGNOSIS_ROUTES = {
  why: {
    ...PATHS.why,
    access: "read",
    summary: "Follow the chain to an activation, and say what is broken; nothing is changed or counted",
    input: whyInputSchema,
    output: whyOutputSchema,
  },
} as const satisfies Routes;
