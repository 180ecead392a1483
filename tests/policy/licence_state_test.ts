import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type LeaseFinding,
  LICENCE_STATE_NAMES,
  licenceStanding,
  newLicenceMemory,
  remember,
  rememberActivation,
  rememberRefusal,
} from "../../src/policy/licence_state.ts";
import { LicenceState } from "../../src/protocol/licence_state.ts";
import { DAY, HOUR, START } from "../support/counting.ts";

const GRACE_DAYS = 30;
const LEASE_DAYS = 180;
const RULES = { graceDays: GRACE_DAYS, afterGrace: "notification" } as const;
const WORKS: readonly number[] = [
  LicenceState.licensed,
  LicenceState.outOfBoxGrace,
  LicenceState.outOfToleranceGrace,
  LicenceState.nonGenuineGrace,
];

/** A client that looks every hour, while things befall it. */
class Life {
  /** True time, and how far the computer's clock is off. */
  time = START;
  off = 0;
  lease: LeaseFinding = { kind: "never" };
  memory = newLicenceMemory(START);
  /** True milliseconds since the last activation in which the product worked. */
  worked = 0;

  get clock(): number {
    return this.time + this.off;
  }

  look() {
    this.memory = remember(this.memory, this.lease, this.clock);
    return licenceStanding(this.memory, this.lease, RULES, this.clock);
  }

  live(hours: number): void {
    for (let hour = 0; hour < hours; hour++) {
      this.time += HOUR;
      if (WORKS.includes(this.look().state)) this.worked += HOUR;
    }
  }

  activate(): void {
    this.off = 0; // a host answers only a clock that is right
    this.lease = { kind: "sound", ends: this.time + LEASE_DAYS * DAY };
    this.memory = rememberActivation(this.memory, this.time);
    this.worked = 0;
  }

  /** A host answers, and does not activate. */
  beRefused(): void {
    this.off = 0;
    this.look();
    this.memory = rememberRefusal(this.memory, this.time);
  }
}

type Mishap = (life: Life) => void;

/** Each with a name, so that a failure can be read. */
const named = (name: string, mishap: Mishap): Mishap => Object.assign(mishap, { toString: () => name });

const lives = fc.integer({ min: 1, max: 1500 }).map((hours) =>
  named(`live ${hours} h`, (life) => life.live(hours))
);
const activates = fc.constant(named("activate", (life) => life.activate()));
const isRefused = fc.constant(named("be refused", (life) => life.beRefused()));
const setsClock = fc.oneof(
  fc.integer({ min: -400 * DAY, max: 400 * DAY }),
  fc.integer({ min: -5 * HOUR, max: HOUR }),
).map((by) => named(`clock by ${by / HOUR} h`, (life) => void (life.off += by)));
const changesHardware = fc.constant(named("other hardware", (life) => {
  if (life.lease.kind === "sound") life.lease = { ...life.lease, kind: "otherComputer" };
}));
const restoresHardware = fc.constant(named("hardware back", (life) => {
  if (life.lease.kind === "otherComputer") life.lease = { ...life.lease, kind: "sound" };
}));
const forges = fc.constant(named("forge", (life) => {
  if (life.lease.kind !== "never") life.lease = { kind: "forged" };
}));
const anything = fc.oneof(lives, setsClock, changesHardware, restoresHardware, forges, activates, isRefused);

Deno.test("whatever befalls a client, it works no longer without a host than lease and grace periods say", () => {
  fc.assert(fc.property(fc.array(anything, { maxLength: 60 }), (mishaps) => {
    const life = new Life();
    let most = GRACE_DAYS + 30;
    for (const mishap of mishaps) {
      mishap(life);
      if (life.lease.kind !== "never") most = LEASE_DAYS + 30 + 30;
      assert.ok(life.worked <= (most + 2) * DAY, `works ${life.worked / DAY} days`);
    }
  }));
});

Deno.test("setting the clock back each day, or by a little each hour, gains no more than that", () => {
  for (const [every, by] of [[24, 24], [24, 23], [3, 2], [2, 2], [3, 3], [5, 5], [2, 4]] as const) {
    const life = new Life();
    life.activate();
    for (let hours = 0; hours < 400 * 24; hours += every) {
      life.live(every);
      life.off -= by * HOUR;
    }
    assert.ok(
      life.worked <= (LEASE_DAYS + 30 + 30 + 2) * DAY,
      `${by} h every ${every} h: ${life.worked / DAY} days`,
    );
    assert.ok(life.worked >= 30 * DAY);
  }
});

Deno.test("changing hardware to and fro gains no grace period anew", () => {
  const life = new Life();
  life.activate();
  life.live(200 * 24);
  for (let turn = 0; turn < 50; turn++) {
    const { ends } = life.lease as { ends: number };
    life.lease = { kind: turn % 2 === 0 ? "otherComputer" : "sound", ends };
    life.live(5 * 24);
  }
  assert.equal(Math.round(life.worked / DAY), LEASE_DAYS + 30);
});

Deno.test("a client to which nothing is done is in grace, licensed, in grace again, and then notifies", () => {
  fc.assert(fc.property(fc.array(fc.oneof(lives, activates), { maxLength: 40 }), (mishaps) => {
    const life = new Life();
    for (const mishap of mishaps) {
      mishap(life);
      const { state, minutesLeft } = life.look();
      assert.deepEqual({ state, minutesLeft }, honest(life));
    }
  }));
});

/** By the calendar alone. */
function honest({ time, lease }: Life) {
  const until = (state: LicenceState, ends: number) => ({
    state,
    minutesLeft: Math.ceil((ends - time) / 60_000),
  });
  if (lease.kind !== "sound") {
    const ends = START + GRACE_DAYS * DAY;
    if (time < ends) return until(LicenceState.outOfBoxGrace, ends);
  } else {
    if (time < lease.ends) return until(LicenceState.licensed, lease.ends);
    const ends = lease.ends + 30 * DAY;
    if (time < ends) return until(LicenceState.outOfToleranceGrace, ends);
  }
  return { state: LicenceState.notification, minutesLeft: 0 };
}

Deno.test("a clock that was wrong for a while costs nothing once it is right again", () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: -1 }), fc.integer({ min: 1, max: 29 * 24 }), (days, hours) => {
      const life = new Life();
      life.activate();
      life.live(48);
      life.off = days * DAY;
      life.live(1);
      assert.equal(life.look().state, LicenceState.nonGenuineGrace);
      life.live(Math.min(hours, -days * 24 - 6));
      life.off = 0;
      const { state, reason } = life.look();
      assert.deepEqual({ state, reason }, { state: LicenceState.licensed, reason: "leaseHolds" });
    }),
  );
});

Deno.test("a clock that ran ahead leaves the lease in doubt, until a host vouches for the time", () => {
  const life = new Life();
  life.activate();
  life.off = 100 * DAY;
  life.live(1);
  life.off = 0;
  assert.equal(life.look().reason, "clockBack");
  life.activate();
  assert.equal(life.look().reason, "leaseHolds");
});

Deno.test("a host that refuses vouches for the clock as well, but gives back nothing of a grace that is spent", () => {
  const life = new Life();
  life.activate();
  life.off = 100 * DAY;
  life.live(10 * 24);
  life.off = 0;
  life.look();
  life.live(10 * 24);
  assert.equal(life.look().reason, "clockBack");
  life.beRefused();
  assert.equal(life.look().reason, "leaseHolds");
  life.lease = { kind: "forged" };
  assert.equal(life.look().minutesLeft, 20 * 1440);
});

Deno.test("to be refused every hour makes no grace period longer", () => {
  const spoilt: readonly LeaseFinding[] = [
    { kind: "never" },
    { kind: "forged" },
    { kind: "otherComputer", ends: START + LEASE_DAYS * DAY },
    { kind: "sound", ends: START },
  ];
  for (const lease of spoilt) {
    const life = new Life();
    life.lease = lease;
    for (let hour = 0; hour < 40 * 24; hour++) {
      life.live(1);
      life.beRefused();
    }
    assert.equal(Math.round(life.worked / DAY), 30, lease.kind);
  }
});

Deno.test("the minutes left are those until the state ends, if nothing else befalls the client", () => {
  fc.assert(fc.property(fc.array(anything, { maxLength: 20 }), (mishaps) => {
    const life = new Life();
    for (const mishap of mishaps) mishap(life);
    const { state, minutesLeft, next } = life.look();
    if (minutesLeft === 0 || state === LicenceState.nonGenuineGrace) return;
    life.time += (minutesLeft - 1) * 60_000;
    assert.equal(life.look().state, state);
    life.time += 60_000;
    assert.equal(life.look().state, next);
  }));
});

Deno.test("where the licence file says so, a client is unlicensed after its grace", () => {
  const memory = newLicenceMemory(START);
  const rules = { graceDays: 0, afterGrace: "unlicensed" } as const;
  const { state, next } = licenceStanding(memory, { kind: "never" }, rules, START);
  assert.deepEqual({ state, next }, { state: LicenceState.unlicensed, next: LicenceState.unlicensed });
});

Deno.test("a lease that does not verify leaves 30 days, however long it would have held", () => {
  const life = new Life();
  life.activate();
  life.lease = { kind: "forged" };
  assert.deepEqual(life.look(), {
    state: LicenceState.nonGenuineGrace,
    reason: "leaseForged",
    ends: life.clock + 30 * DAY,
    minutesLeft: 43_200,
    next: LicenceState.notification,
  });
  life.live(30 * 24 - 1);
  assert.equal(life.look().minutesLeft, 60);
  life.live(1);
  assert.equal(life.look().state, LicenceState.notification);
});

Deno.test("each change of hardware has its 30 days while the lease holds", () => {
  const life = new Life();
  life.activate();
  const { ends } = life.lease as { ends: number };
  for (let change = 0; change < 3; change++) {
    life.lease = { kind: "otherComputer", ends };
    assert.deepEqual(life.look(), {
      state: LicenceState.outOfToleranceGrace,
      reason: "hardwareChanged",
      ends: life.clock + 30 * DAY,
      minutesLeft: 43_200,
      next: LicenceState.notification,
    });
    life.live(20 * 24);
    life.lease = { kind: "sound", ends };
    assert.equal(life.look().state, LicenceState.licensed);
  }
});

Deno.test("an activation does not begin the out-of-box grace anew", () => {
  const life = new Life();
  life.live(20 * 24);
  life.activate();
  life.lease = { kind: "never" }; // the key was removed
  assert.equal(life.look().minutesLeft, 10 * 1440);
});

Deno.test("a clock may be four hours behind the highest time seen, to the millisecond", () => {
  const lease = { kind: "sound", ends: START + DAY } as const;
  const reasonAt = (now: number) =>
    licenceStanding(remember(newLicenceMemory(START), lease, now), lease, RULES, now).reason;
  assert.equal(reasonAt(START - 4 * HOUR), "leaseHolds");
  assert.equal(reasonAt(START - 4 * HOUR - 1), "clockBack");
});

Deno.test("a state ends to the millisecond, and its minutes are counted up", () => {
  const lease = { kind: "sound", ends: START + 100 * 60_000 } as const;
  const at = (now: number) => {
    const { state, minutesLeft } = licenceStanding(newLicenceMemory(START), lease, RULES, now);
    return [state, minutesLeft];
  };
  assert.deepEqual(at(START), [LicenceState.licensed, 100]);
  assert.deepEqual(at(lease.ends - 1), [LicenceState.licensed, 1]);
  assert.deepEqual(at(lease.ends), [LicenceState.outOfToleranceGrace, 43_200]);
});

Deno.test("LICENCE_STATE_NAMES names every licence state", () => {
  assert.deepEqual(Object.keys(LICENCE_STATE_NAMES).map(Number), Object.values(LicenceState));
});

Deno.test("each state ends at a fixed time, to the millisecond, however often it is looked at", () => {
  for (
    const lease of [{ kind: "never" }, { kind: "sound", ends: START + 90 * DAY }, { kind: "forged" }] as const
  ) {
    const memory = newLicenceMemory(START);
    const ends = [0, 1, 2000, 59_999, 3_600_000].map((later) => {
      const seen = remember(memory, lease, START + later);
      return licenceStanding(seen, lease, { graceDays: 30, afterGrace: "notification" }, START + later).ends;
    });
    assert.deepEqual(new Set(ends).size, 1, `${lease.kind}: ${ends}`);
  }
});

Deno.test("where nothing is installed no grace runs, whatever the clock says", () => {
  const memory = newLicenceMemory(START + 400 * DAY);
  const found = licenceStanding(
    memory,
    { kind: "noProduct" },
    { graceDays: 30, afterGrace: "notification" },
    START,
  );
  assert.deepEqual([found.state, found.reason, found.ends, found.minutesLeft], [0, "notInstalled", null, 0]);
});
