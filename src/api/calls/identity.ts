import * as v from "valibot";
import { nothingSchema, type Routes, whole } from "./shared.ts";

export const rearmOutputSchema = v.object({ machineId: v.string(), rearmsLeft: whole });
export const generalizeOutputSchema = v.object({ role: v.picklist(["host", "client"]) });

export const IDENTITY_ROUTES = {
  rearm: {
    method: "POST",
    path: "/v1/rearm",
    access: "write",
    summary: "Give a client a new machine ID and begin its grace period anew",
    input: nothingSchema,
    output: rearmOutputSchema,
  },
  generalize: {
    method: "POST",
    path: "/v1/generalize",
    access: "write",
    summary:
      "Take out of the state folder what tells this computer from others, before an image is made of it",
    input: nothingSchema,
    output: generalizeOutputSchema,
  },
} as const satisfies Routes;
