import assert from "node:assert/strict";
import fc from "fast-check";
import { LICENCE_STATE_NAMES, licenceStanding } from "../../src/policy/licence_state.ts";
import { LicenceState } from "../../src/protocol/request.ts";
import { DAY, MINUTE, START } from "../support/counting.ts";

const fresh = { leaseEnds: undefined, since: START, graceDays: 30 };

Deno.test("licenceStanding() gives a new client its grace period and then notifies, to the millisecond", () => {
  const grace = LicenceState.outOfBoxGrace;
  assert.deepEqual(licenceStanding(fresh, START), { state: grace, minutesLeft: 43_200 });
  assert.deepEqual(licenceStanding(fresh, START + 30 * DAY - 1), { state: grace, minutesLeft: 1 });
  assert.deepEqual(licenceStanding(fresh, START + 30 * DAY), {
    state: LicenceState.notification,
    minutesLeft: 0,
  });
});

Deno.test("licenceStanding() notifies at once where the publisher gives no grace", () => {
  assert.equal(licenceStanding({ ...fresh, graceDays: 0 }, START).state, LicenceState.notification);
});

Deno.test("licenceStanding() is licensed until the lease ends, to the millisecond", () => {
  const leased = { ...fresh, leaseEnds: START + 100 * MINUTE, graceDays: 0 };
  assert.deepEqual(licenceStanding(leased, START), { state: LicenceState.licensed, minutesLeft: 100 });
  assert.deepEqual(licenceStanding(leased, START + 100 * MINUTE - 1), {
    state: LicenceState.licensed,
    minutesLeft: 1,
  });
  assert.equal(licenceStanding(leased, START + 100 * MINUTE).state, LicenceState.notification);
});

Deno.test("licenceStanding() falls back to what is left of the grace period when a lease ends early", () => {
  const leased = { ...fresh, leaseEnds: START + DAY };
  assert.deepEqual(licenceStanding(leased, START + 2 * DAY), {
    state: LicenceState.outOfBoxGrace,
    minutesLeft: 28 * 1440,
  });
});

Deno.test("licenceStanding() counts whole minutes down and gives none only where nothing ends", () => {
  fc.assert(
    fc.property(fc.nat(400 * DAY), fc.option(fc.nat(400 * DAY), { nil: undefined }), (after, lease) => {
      const leaseEnds = lease === undefined ? undefined : START + lease;
      const { state, minutesLeft } = licenceStanding({ ...fresh, leaseEnds }, START + after);
      assert.ok(Number.isInteger(minutesLeft) && minutesLeft >= 0);
      assert.equal(minutesLeft === 0, state === LicenceState.notification);
    }),
  );
});

Deno.test("LICENCE_STATE_NAMES names every licence state", () => {
  assert.deepEqual(Object.keys(LICENCE_STATE_NAMES).map(Number), Object.values(LicenceState));
});
