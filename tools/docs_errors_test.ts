import assert from "node:assert/strict";
import { everyExplanation } from "../src/codes/explain.ts";
import { formatHResult } from "../src/protocol/hresult.ts";
import { errorsPage } from "./docs_errors.ts";

Deno.test("errorsPage() has one line for every code that has a text", () => {
  const codes = Array.from(errorsPage().matchAll(/^\| `(0x[\dA-F]{8})` /gm), ([, code]) => code!);
  assert.deepEqual(codes.toSorted(), everyExplanation().map(({ code }) => formatHResult(code)));
});
