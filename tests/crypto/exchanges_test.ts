import assert from "node:assert/strict";
import { checkExchange, type ExchangeOutcome } from "../support/roles/check_exchange.ts";
import { unhex } from "../support/samples/hexed.ts";
import { readVectors } from "../support/samples/vector_files.ts";

interface ExchangeVector {
  readonly name: string;
  readonly licence: string;
  readonly request: string;
  readonly reply: string;
  readonly authorityCertificate: string;
  readonly clock: number;
  readonly expect: ExchangeOutcome;
}

const vectors = readVectors<ExchangeVector>("exchanges.json");

for (const { name, licence, request, reply, authorityCertificate, clock, expect } of vectors) {
  const outcome = "fault" in expect ? `check ${expect.step} finds ${expect.fault}` : `it holds`;
  Deno.test(`an exchange, ${name}: ${outcome}`, () => {
    const exchange = {
      licence,
      request: unhex(request),
      reply: unhex(reply),
      authorityCertificate: unhex(authorityCertificate),
      clock,
    };
    assert.deepEqual(checkExchange(exchange), expect);
  });
}

Deno.test("the exchange vectors have an example of a fault for every check", () => {
  const steps = vectors.map(({ expect }) => "step" in expect ? expect.step : 0);
  assert.deepEqual([...new Set(steps)].sort(), [0, 1, 2, 3, 4, 5]);
});
