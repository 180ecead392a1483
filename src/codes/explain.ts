import { adviceOn, describeHResult, HResult, knownResult } from "../protocol/hresult.ts";
import type { FieldCode } from "./field_code.ts";
import { CODE_FAMILIES } from "./field_codes.ts";
import { OWN_NAMES } from "./own_names.ts";

/** What a code says, and whether kms gives it (`kms`) or others in the field (`field`). */
export interface Explanation extends FieldCode {
  readonly source: "kms" | "field";
}

const FIELD_CODES: ReadonlyMap<number, FieldCode> = new Map(
  CODE_FAMILIES.flatMap(({ codes }) => codes).map((entry) => [entry.code, entry]),
);

/** What a code says, our own first; undefined where there is no text for it. */
export function explainCode(code: number): Explanation | undefined {
  const own = knownResult(code);
  if (own !== undefined) return explainOwn(own);
  const entry = FIELD_CODES.get(code);
  return entry === undefined ? undefined : { ...entry, source: "field" };
}

/** Every code that has a text, in the order of the numbers. */
export function everyExplanation(): Explanation[] {
  return [...Object.values(HResult), ...FIELD_CODES.keys()]
    .map((code) => explainCode(code)!)
    .sort((one, other) => one.code - other.code);
}

function explainOwn(code: HResult): Explanation {
  return {
    code,
    name: OWN_NAMES[code],
    text: describeHResult(code),
    remedy: adviceOn(code) ?? null,
    source: "kms",
  };
}
