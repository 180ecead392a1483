import assert from "node:assert/strict";
import fc from "fast-check";
import { EventId } from "../../src/policy/events.ts";
import type { ActivationRequest } from "../../src/protocol/request.ts";
import {
  catalogue,
  clientProduct,
  cloudProduct,
  CountingHost,
  DAY,
  HOUR,
  idOf,
  NO_HARDWARE,
  requestOf,
  serverProduct,
} from "../support/counting.ts";
import { CountingModel } from "../support/numbers/counting_model.ts";
import { bytesNamed } from "../support/fakes/seeded_random.ts";

interface Step {
  readonly pause: number;
  readonly clockOff: number;
  readonly changes: Partial<ActivationRequest>;
}

/** Few machine IDs and few hardwares, so that they meet in every way. */
const steps = (places: number): fc.Arbitrary<Step> => {
  const place = fc.integer({ min: 0, max: places });
  return fc.record({
    pause: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 2 * DAY }),
      fc.constantFrom(DAY, 15 * DAY, 30 * DAY - 1, 30 * DAY),
    ),
    clockOff: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      fc.constantFrom(14_400, -14_400, 14_401, -14_401),
    ),
    changes: fc.record({
      machineId: place.map((n) => bytesNamed(`machine ID ${n}`)),
      hardware: place.map((n) => n === 0 ? NO_HARDWARE : bytesNamed(`hardware ${n}`)),
      productId: fc.constantFrom(
        idOf(clientProduct),
        idOf(serverProduct),
        idOf(serverProduct),
        idOf(cloudProduct),
        bytesNamed("unknown"),
      ),
      virtual: fc.boolean(),
      ephemeral: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
      probe: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
    }),
  });
};

function behavesAsModel(machineLimit: number, all: readonly Step[]): void {
  const host = new CountingHost(machineLimit);
  const model = new CountingModel(machineLimit, catalogue);
  for (const { pause, clockOff, changes } of all) {
    host.later(pause);
    const request = requestOf("computer", host.now + clockOff * 1000, changes);
    const expected = model.ask(request, host.now);
    const { outcome, reply, events } = host.take(request);
    assert.deepEqual({
      result: outcome.kind,
      count: reply.count,
      validity: reply.validity,
      cloneReported: events.some(({ id }) => id === EventId.cloneSeen),
    }, expected);
    assert.equal(host.count, model.count(host.now));
  }
}

Deno.test("decide() and the fold count as a naive model does, with machines that meet in every way", () => {
  fc.assert(
    fc.property(fc.array(steps(4), { maxLength: 40 }), (all) => behavesAsModel(500_000, all)),
    { numRuns: 150 },
  );
});

Deno.test("decide() and the fold count as a naive model does, with many machines and thresholds that are reached", () => {
  fc.assert(
    fc.property(
      fc.array(steps(30), { minLength: 60, maxLength: 120 }),
      (all) => behavesAsModel(500_000, all),
    ),
    { numRuns: 40 },
  );
});

Deno.test("decide() and the fold count as a naive model does, on a host that is full", () => {
  fc.assert(
    fc.property(fc.array(steps(12), { minLength: 20, maxLength: 80 }), (all) => behavesAsModel(6, all)),
    { numRuns: 60 },
  );
});

Deno.test("decide() answers a probe as it answers the same request that is none, but for validity", () => {
  fc.assert(
    fc.property(fc.array(steps(6), { maxLength: 30 }), steps(6), (before, last) => {
      const [probed, asked] = [new CountingHost(20), new CountingHost(20)];
      for (const host of [probed, asked]) {
        for (const { pause, changes } of before) host.later(pause).ask("computer", changes);
        host.later(HOUR);
      }
      const probe = probed.ask("computer", { ...last.changes, probe: true });
      const real = asked.ask("computer", { ...last.changes, probe: false });
      assert.deepEqual({ ...probe.reply, validity: 0 }, { ...real.reply, validity: 0 });
      assert.deepEqual([probe.outcome, probe.reply.validity, probe.events], [real.outcome, 0, []]);
    }),
    { numRuns: 60 },
  );
});
