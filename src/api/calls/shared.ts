import * as v from "valibot";
import type { CallPath } from "../paths.ts";

/** What the schemas of the calls share. Times are milliseconds since 1970. */

export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
export const time = v.pipe(whole, v.description("milliseconds since 1970"));
export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
export const nothingSchema = v.object({});

/** A whole number that comes in a query, as text there and as a number from a console of our own. */
export const queryWhole = v.pipe(v.union([v.string(), v.number()]), v.transform(wholeIn), whole);

/** `true` or `false` in a query. */
export const queryBoolean = v.pipe(
  v.union([v.boolean(), v.picklist(["true", "false"])]),
  v.transform((given) => given === true || given === "true"),
  v.boolean(),
);

/** Numbers in a query, with commas between. */
export const queryWholes = v.pipe(
  v.union([v.string(), v.array(v.number())]),
  v.transform((given) => typeof given === "string" ? given.split(",").map(wholeIn) : given),
  v.array(whole),
  v.maxLength(100),
);

/** Not a number where it is none, which no schema takes. */
function wholeIn(given: string | number): number {
  return /^\d{1,15}$/.test(String(given)) ? Number(given) : NaN;
}

/** One call of the management API. */
export interface Route extends CallPath {
  readonly access: "read" | "write";
  readonly summary: string;
  readonly input: v.GenericSchema;
  readonly output: v.GenericSchema;
}
export type Routes = Readonly<Record<string, Route>>;

/** A product of the licence file. `id`: 32 hexadecimal digits, which people know as the activation ID. */
export const productSchema = v.object({
  id: v.pipe(v.string(), v.description("activation ID: 32 hexadecimal digits")),
  name: v.string(),
  edition: v.string(),
  kind: v.picklist(["client", "server"]),
  threshold: v.pipe(whole, v.description("computers that must have asked before one is activated")),
});
export type ProductView = v.InferOutput<typeof productSchema>;

export const errorSchema = v.object({
  error: v.object({ code: v.nullable(whole), message: v.string(), remedy: v.nullable(v.string()) }),
});
