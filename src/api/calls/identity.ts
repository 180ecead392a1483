import * as v from "valibot";
import { nothingSchema, type Routes, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

export const rearmOutputSchema = v.object({ machineId: v.string(), rearmsLeft: whole });
export const generalizeOutputSchema = v.object({ role: v.picklist(["host", "client"]) });

export const IDENTITY_ROUTES = {
  rearm: {
    ...PATHS.rearm,
    access: "write",
    summary: "Give a client a new machine ID and begin its grace period anew",
    input: nothingSchema,
    output: rearmOutputSchema,
  },
  generalize: {
    ...PATHS.generalize,
    access: "write",
    summary:
      "Take out of the state folder what tells this computer from others, before an image is made of it",
    input: nothingSchema,
    output: generalizeOutputSchema,
  },
} as const satisfies Routes;
