import assert from "node:assert/strict";
import { keepActivated, NotNow, type Renewable } from "../../src/client/renewing.ts";
import { DAY, HOUR, MINUTE, START } from "../support/counting.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const WEEK_MINUTES = 7 * 1440;

/** A client whose host is there or not; waiting moves its clock, and nothing sleeps. */
class Simulated implements Renewable {
  time = START;
  elapsed = 0;
  hostUp = true;
  addresses = "192.0.2.7";
  /** When it tried, and when a try activated; milliseconds since START by the stopwatch. */
  readonly tries: number[] = [];
  readonly activations: number[] = [];
  readonly failures: unknown[] = [];
  /** The last plan that it told, by its own clock. */
  plan: number | undefined;
  /** How far the host's clock is behind, and how often its leases are to be renewed. */
  hostBehind = 0;
  renewalMinutes = WEEK_MINUTES;
  /** Somebody else keeps the folder. */
  busy = false;
  #leased: number | null = null;
  readonly #befalls: { readonly at: number; readonly what: () => void }[] = [];

  /** Lets something happen when the stopwatch shows `at`. */
  at(at: number, what: () => void): this {
    this.#befalls.push({ at, what });
    return this;
  }

  look() {
    if (this.busy) return Promise.reject(new NotNow());
    const minutes = this.renewalMinutes;
    const renewal = this.#leased === null || this.time < this.#leased
      ? null
      : { after: this.#leased + minutes * MINUTE, minutes };
    return Promise.resolve({ renewal, activationInterval: 120 });
  }

  activate(): Promise<void> {
    this.tries.push(this.elapsed);
    if (!this.hostUp) return Promise.reject(new Error("no host answered"));
    this.activations.push(this.elapsed);
    this.activateByHand();
    return Promise.resolve();
  }

  /** As commands do that remove the key and install it again. */
  takeLease(): void {
    this.#leased = null;
  }

  /** As a command does. */
  activateByHand(): void {
    this.#leased = this.time - this.hostBehind;
  }

  planned(time: number): void {
    this.plan = time;
  }

  failed(error: unknown): void {
    this.failures.push(error);
  }

  async live(milliseconds: number, seed = 1): Promise<void> {
    const ending = new AbortController();
    const wait = (ms: number) => {
      assert.ok(ms > 0, "it waits between its steps");
      this.time += ms;
      this.elapsed += ms;
      for (const { what } of this.#due()) what();
      if (this.elapsed >= milliseconds) ending.abort();
      return Promise.resolve();
    };
    const ports = {
      clock: { now: () => this.time },
      stopwatch: { elapsed: () => this.elapsed },
      timer: { wait },
      random: new SeededRandom(seed),
      addresses: () => this.addresses,
    };
    await keepActivated(this, ports, ending.signal);
  }

  #due() {
    const due = this.#befalls.filter(({ at }) => at <= this.elapsed);
    for (const one of due) this.#befalls.splice(this.#befalls.indexOf(one), 1);
    return due;
  }
}

/** The times between one and the next. */
const gaps = (times: readonly number[]) => times.slice(1).map((time, i) => time - (times[i] ?? 0));

Deno.test("a client activates at its start and renews each week", async () => {
  const client = new Simulated();
  await client.live(60 * DAY);
  assert.ok((client.activations[0] ?? 0) <= 75_000);
  assert.ok(gaps(client.activations).every((gap) => gap > 0.9 * 7 * DAY && gap <= 7 * DAY + MINUTE));
  assert.deepEqual(client.tries, client.activations);
});

Deno.test("while no host is there it tries every two hours, and says each time why not", async () => {
  const client = new Simulated();
  client.hostUp = false;
  await client.live(10 * DAY);
  assert.ok(gaps(client.tries).every((gap) => gap >= 1.8 * HOUR && gap <= 2.2 * HOUR + MINUTE));
  assert.equal(client.failures.length, client.tries.length);
  assert.ok(client.tries.length > 100, String(client.tries.slice(0, 5)));
});

Deno.test("a host that was away when a lease was to be renewed is found within the retry interval", async () => {
  const client = new Simulated().at(5 * DAY, () => client.hostUp = false).at(
    20 * DAY,
    () => client.hostUp = true,
  );
  await client.live(21 * DAY);
  const renewed = client.activations.find((time) => time > 5 * DAY) ?? Infinity;
  assert.ok(renewed >= 20 * DAY && renewed <= 20 * DAY + 2.2 * HOUR + MINUTE);
});

Deno.test("when a network comes, a client that waits tries at once", async () => {
  const client = new Simulated();
  client.hostUp = false;
  client.at(2.5 * HOUR, () => {
    client.hostUp = true;
    client.addresses = "198.51.100.7";
  });
  await client.live(3 * HOUR);
  assert.ok((client.activations[0] ?? Infinity) <= 2.5 * HOUR + MINUTE);
});

Deno.test("a computer that slept through its renewal renews when it wakes", async () => {
  const client = new Simulated().at(DAY, () => client.time += 30 * DAY);
  await client.live(DAY + HOUR);
  assert.equal(client.activations.length, 2);
  assert.ok((client.activations[1] ?? Infinity) <= DAY + MINUTE);
});

Deno.test("a clock that is set back or forward keeps it from no try", async () => {
  for (const jump of [-400 * DAY, -HOUR, HOUR, 400 * DAY]) {
    const client = new Simulated();
    client.hostUp = false;
    client.at(3 * HOUR, () => client.time += jump).at(20 * HOUR, () => client.hostUp = true);
    await client.live(23 * HOUR);
    assert.equal(client.activations.length, 1, `a jump of ${jump / DAY} days`);
    assert.ok(gaps(client.tries).every((gap) => gap >= 10_000), "it does not hammer the host either");
  }
});

Deno.test("a client that cannot be looked at is looked at again, and neither asked for nor given up", async () => {
  const client = new Simulated();
  const { look } = client;
  client.look = () => Promise.reject(new Error("client.json is damaged"));
  client.at(HOUR, () => client.look = look);
  await client.live(2 * HOUR);
  assert.ok(client.failures.length >= 10 && client.failures.length <= 250);
  assert.equal(client.activations.length, 1);
  assert.ok((client.activations[0] ?? 0) >= HOUR);
});

Deno.test("a folder that another process keeps is waited for, and no failure", async () => {
  const client = new Simulated();
  client.busy = true;
  client.at(HOUR, () => client.busy = false);
  await client.live(HOUR + MINUTE);
  assert.deepEqual(client.failures, []);
  assert.equal(client.activations.length, 1);
});

Deno.test("a try that has to wait is made again soon, where one that failed has its interval", async () => {
  const client = new Simulated();
  const { activate } = client;
  client.activate = () => Promise.reject(new NotNow());
  client.at(HOUR, () => client.activate = activate);
  await client.live(HOUR + MINUTE);
  assert.deepEqual(client.failures, []);
  assert.equal(client.activations.length, 1);
});

Deno.test("a client that a command has activated since the last try failed is not tried for it again", async () => {
  const client = new Simulated();
  client.hostUp = false;
  client.at(3 * HOUR, () => {
    client.hostUp = true;
    client.activateByHand();
  });
  await client.live(6 * DAY);
  assert.deepEqual(client.activations, []);
  assert.ok(client.tries.every((time) => time < 3 * HOUR));
});

Deno.test("a lease that stands again, as after a clock that was mended, puts no try off", async () => {
  const client = new Simulated();
  client.at(HOUR, () => client.hostUp = false);
  for (let hour = 8 * 24; hour < 9 * 24; hour++) {
    client.at(hour * HOUR, () => client.time -= 20 * DAY).at(
      (hour + 0.1) * HOUR,
      () => client.time += 20 * DAY,
    );
  }
  await client.live(9 * DAY);
  assert.ok(gaps(client.tries).slice(1).every((gap) => gap <= 2.2 * HOUR + MINUTE), `${gaps(client.tries)}`);
  assert.equal(client.activations.length, 1);
});

Deno.test("a host whose clock is behind by more than its renewal interval is not asked without end", async () => {
  const client = new Simulated();
  client.hostBehind = 3 * HOUR;
  client.renewalMinutes = 15;
  await client.live(10 * HOUR);
  assert.ok(client.tries.length >= 60 && client.tries.length <= 85, `${client.tries.length} tries`);
});

Deno.test("the next try is known at once after each, and is made when it was said", async () => {
  const client = new Simulated();
  client.hostUp = false;
  const plans: number[] = [];
  client.at(MINUTE + 15_000, () => plans.push((client.plan ?? 0) - START));
  await client.live(3 * HOUR);
  const [, second] = client.tries;
  assert.ok(Math.abs((plans[0] ?? 0) - (second ?? 0)) <= 1000, `${plans[0]} and ${second}`);
});

Deno.test("a key that is installed again after an activation is tried within a minute", async () => {
  const client = new Simulated();
  client.at(10 * MINUTE, () => client.takeLease()).at(20 * MINUTE, () => client.addresses += " another key");
  await client.live(30 * MINUTE);
  const [, second] = client.activations;
  assert.ok(second !== undefined && second >= 20 * MINUTE && second <= 21 * MINUTE, `${client.activations}`);
});

Deno.test("a network that changed while the lease held makes nobody come at once when that is lost", async () => {
  const client = new Simulated().at(10 * MINUTE, () => client.addresses = "198.51.100.7");
  client.at(20 * MINUTE, () => client.takeLease());
  await client.live(HOUR);
  assert.equal(client.activations.length, 1);
});
