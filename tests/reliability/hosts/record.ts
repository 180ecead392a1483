import assert from "node:assert/strict";
import { HResult } from "../../../src/protocol/hresult.ts";
import type { RequestProcessed } from "../../../src/policy/events.ts";

/** An activation that a computer was told of, and whose reply it verified. */
export interface Acknowledged {
  readonly machineId: string;
  /** Of the reply. */
  readonly sequence: number;
  /** Seconds since 1970. */
  readonly issued: number;
}

/** What the host's record of a machine must say. */
export interface ExpectedMachine {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly lastSeen: number;
}

/**
 * The computers' own record of what they asked and what they were told, against which the events of a host's journal are held: what was
 * acknowledged must be there, and nothing that was not asked for. `machines` and `requests` are what then follows for the host.
 */
export class ActivationRecord {
  readonly machines = new Map<string, ExpectedMachine>();
  requests = 0;
  acknowledgements = 0;
  /** Requests that were sent and are not in the journal, by machine ID. */
  readonly #open = new Map<string, number>();
  /** Acknowledged, and not found in the journal yet, by sequence. */
  readonly #unseen = new Map<number, Acknowledged>();
  #sequence = 0;

  asked(machineId: string): void {
    this.#open.set(machineId, (this.#open.get(machineId) ?? 0) + 1);
  }

  acknowledged(told: Acknowledged): void {
    const { sequence } = told;
    assert.ok(
      sequence > this.#sequence && !this.#unseen.has(sequence),
      `the sequence ${sequence} was given to two replies`,
    );
    this.#unseen.set(sequence, told);
    this.acknowledgements += 1;
  }

  /** Takes the next event of the journal in. */
  found(event: RequestProcessed): void {
    const { machineId, name, sequence, time, result } = event;
    const open = this.#open.get(machineId) ?? 0;
    assert.ok(
      open > 0,
      `the journal has an activation of ${name} (sequence ${sequence}) that nobody asked for`,
    );
    assert.ok(
      sequence > this.#sequence,
      `the sequence goes from ${this.#sequence} to ${sequence} in the journal`,
    );
    assert.equal(result, HResult.activated, `${name} was refused`);
    if (open === 1) this.#open.delete(machineId);
    else this.#open.set(machineId, open - 1);
    this.#sequence = sequence;
    const told = this.#unseen.get(sequence);
    if (told !== undefined) {
      assert.deepEqual(
        { machineId, issued: Math.floor(time / 1000) },
        { machineId: told.machineId, issued: told.issued },
        `the journal has something else under sequence ${sequence} than was acknowledged`,
      );
      this.#unseen.delete(sequence);
    }
    this.machines.set(machineId, { name, lastSeen: time });
    this.requests += 1;
  }

  /** To be called once the journal was read to its end. */
  nothingIsLost(): void {
    const [lost] = this.#unseen.values();
    assert.ok(
      lost === undefined,
      `${this.#unseen.size} acknowledged activations are lost, the first with sequence ${lost?.sequence} of ${lost?.machineId}`,
    );
  }
}
