import * as v from "valibot";
import { ROLES } from "../user_roles.ts";
import { nothingSchema, type Routes, text, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

const userName = v.pipe(
  text(64),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "a user's name is made of the letters A to Z, digits, dots, hyphens and underscores",
  ),
);
/** How long it may be is for src/admin to say, in characters and not in units of UTF-16. */
const password = text(2000);

/** Remote administration: whether it is on, where it listens, what its certificate's fingerprint is, and who may sign in. */
export const adminStatusSchema = v.object({
  enabled: v.boolean(),
  address: v.string(),
  port: whole,
  /** Where it takes connections now; null while it does not. */
  listening: v.nullable(v.object({ address: v.string(), port: whole })),
  /** SHA-256 of the certificate, 64 hexadecimal digits; null before it is made, at first use. */
  fingerprint: v.nullable(v.string()),
  users: v.array(v.object({ name: v.string(), role: v.picklist(ROLES) })),
});
export type AdminStatus = v.InferOutput<typeof adminStatusSchema>;
export const adminInputSchema = v.strictObject({
  enabled: v.boolean(),
  /** Null: as it is, 1690 at first; 0 takes a free one at each start. */
  port: v.nullable(v.pipe(whole, v.maxValue(65535))),
  /** Null: as it is, all addresses at first. */
  address: v.nullable(v.pipe(v.string(), v.ip())),
});
export const addUserInputSchema = v.strictObject({ name: userName, role: v.picklist(ROLES), password });
export const passwordInputSchema = v.strictObject({ name: userName, password });
export const userNameInputSchema = v.strictObject({ name: userName });

export const ADMIN_ROUTES = {
  admin: {
    ...PATHS.admin,
    access: "read",
    summary: "How remote administration stands",
    input: nothingSchema,
    output: adminStatusSchema,
  },
  changeAdmin: {
    ...PATHS.changeAdmin,
    access: "write",
    summary: "Switch remote administration on or off",
    input: adminInputSchema,
    output: adminStatusSchema,
  },
  addUser: {
    ...PATHS.addUser,
    access: "write",
    summary: "Add a user who may sign in from another computer",
    input: addUserInputSchema,
    output: nothingSchema,
  },
  changePassword: {
    ...PATHS.changePassword,
    access: "write",
    summary: "Change a user's password",
    input: passwordInputSchema,
    output: nothingSchema,
  },
  removeUser: {
    ...PATHS.removeUser,
    access: "write",
    summary: "Remove a user",
    input: userNameInputSchema,
    output: nothingSchema,
  },
} as const satisfies Routes;
