import * as v from "valibot";
import { nothingSchema, type Routes, text, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

export const licenceInputSchema = v.strictObject({
  text: text(1_000_000),
  acceptNewRoots: v.pipe(
    v.boolean(),
    v.description("whether root keys other than those installed are taken"),
  ),
});
export const licenceOutputSchema = v.object({
  publisher: v.string(),
  serial: whole,
  products: v.array(v.object({ name: v.string(), threshold: whole })),
});

export const keyInputSchema = v.strictObject({
  key: text(200),
  kind: v.optional(
    v.pipe(v.picklist(["host", "client"]), v.description("what the key must be for; either where left out")),
  ),
});
export const keyOutputSchema = v.object({
  kind: v.picklist(["host", "client"]),
  partialKey: v.string(),
  product: v.nullable(v.string()),
});

export const clearedKeySchema = v.object({ cleared: v.boolean() });

export const LICENSING_ROUTES = {
  installLicence: {
    ...PATHS.installLicence,
    access: "write",
    summary: "Install a licence file",
    input: licenceInputSchema,
    output: licenceOutputSchema,
  },
  reinstallLicence: {
    ...PATHS.reinstallLicence,
    access: "write",
    summary: "Install the newest licence file that lies in the state folder or beside the program",
    input: nothingSchema,
    output: licenceOutputSchema,
  },
  installKey: {
    ...PATHS.installKey,
    access: "write",
    summary: "Install a product key",
    input: keyInputSchema,
    output: keyOutputSchema,
  },
  removeKey: {
    ...PATHS.removeKey,
    access: "write",
    summary: "Remove the product key and the activation",
    input: nothingSchema,
    output: nothingSchema,
  },
  clearKey: {
    ...PATHS.clearKey,
    access: "write",
    summary: "Forget the text of the product key, and keep the activation",
    input: nothingSchema,
    output: clearedKeySchema,
  },
} as const satisfies Routes;
