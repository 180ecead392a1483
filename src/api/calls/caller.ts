import * as v from "valibot";
import { ROLES } from "../user_roles.ts";
import { nothingSchema, type Routes } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** Who calls, as the host knows them. */
export const callerSchema = v.object({
  name: v.pipe(
    v.string(),
    v.description("as events name it: `local`, or `alice from 192.0.2.7` for a user who has signed in"),
  ),
  role: v.picklist(ROLES),
});
export type CallerView = v.InferOutput<typeof callerSchema>;

export const CALLER_ROUTES = {
  caller: {
    ...PATHS.caller,
    access: "read",
    summary: "Who calls, and whether they may change anything",
    input: nothingSchema,
    output: callerSchema,
  },
} as const satisfies Routes;
