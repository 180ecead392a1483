import { nothingSchema, type Route } from "../../src/api/types.ts";

export interface Refusal {
  readonly status: number;
  /** Its name in the OpenAPI document. */
  readonly name: string;
  readonly meaning: string;
}

const malformed = {
  status: 400,
  name: "Malformed",
  meaning: "the body, or the query, is not what the call takes, or too long",
};
const unknown = {
  status: 401,
  name: "NotSignedIn",
  meaning: "user name or password, or the token, is wrong",
};
const forbidden = { status: 403, name: "Forbidden", meaning: "the user is a reader, or a browser asks" };
const missing = { status: 404, name: "NoSuchCall", meaning: "there is no such call" };
const refused = {
  status: 409,
  name: "Refused",
  meaning: "the host refuses, for the reason that the error names: nothing has changed",
};
const delayed = {
  status: 429,
  name: "TooManySignIns",
  meaning: "too many sign-ins from that address have failed; Retry-After says how many seconds to wait",
};
const failed = { status: 500, name: "Failed", meaning: "the host failed to answer, by a fault of its own" };
const busy = {
  status: 503,
  name: "Busy",
  meaning: "too many sign-ins at once; Retry-After says how many seconds to wait",
};

export const REFUSALS: readonly Refusal[] = [
  malformed,
  unknown,
  forbidden,
  missing,
  refused,
  delayed,
  failed,
  busy,
];

/** What a call can be answered with instead of 200. */
export function refusalsOf({ method, input }: Pick<Route, "method" | "input">): readonly Refusal[] {
  const takesNothing = method === "GET" && (input as unknown) === nothingSchema;
  return REFUSALS.filter((one) => one !== missing && !(takesNothing && one === malformed));
}
