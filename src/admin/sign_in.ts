import { EventId, type HostEvent } from "../policy/events.ts";
import { addressGroup } from "../policy/remote_address.ts";
import type { Clock, Random, Timer } from "../ports.ts";
import { FailureReport } from "./failure_report.ts";
import { FairQueue } from "./fair_queue.ts";
import { type DeriveKey, isPossible, matchesPassword, NOBODYS_RECORD } from "./passwords.ts";
import { RememberedSignIns } from "./remembered.ts";
import { Throttle } from "./throttle.ts";
import { findUser, type User, type Users } from "./users.ts";

/** One check at a time leaves memory and the other cores to the listener; those that wait are a few seconds' worth. */
const CHECKS = { running: 1, waiting: 32, waitingEach: 4 };

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export type SignInResult =
  /** `ended` is aborted when the user is removed or gets another password. */
  | { readonly kind: "signedIn"; readonly user: User; readonly ended: AbortSignal }
  | { readonly kind: "refused" }
  /** Too many have failed from this address: the password was not looked at. */
  | { readonly kind: "delayed"; readonly milliseconds: number }
  /** Too many are being checked: the password was not looked at. */
  | { readonly kind: "busy" };

export interface SignInPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly derive: DeriveKey;
  /** The users as they are now. */
  readonly users: () => Users;
  readonly record: (event: HostEvent) => void;
}

/** Who may come in from other computers. */
export class SignIn {
  readonly #ports: SignInPorts;
  readonly #throttle = new Throttle();
  readonly #queue = new FairQueue(CHECKS);
  readonly #remembered: RememberedSignIns;
  readonly #failures: FailureReport;
  readonly #endings = new Map<string, AbortController>();

  constructor(ports: SignInPorts) {
    this.#ports = ports;
    this.#remembered = new RememberedSignIns(ports.random.bytes(32));
    this.#failures = new FailureReport(ports, ports.record);
  }

  /** Whose the credentials are. A remembered sign-in neither waits nor is recorded again. */
  async check(credentials: Credentials, address: string): Promise<SignInResult> {
    const group = addressGroup(address);
    const user = findUser(this.#ports.users(), credentials.user);
    const now = this.#ports.clock.now();
    if (user !== undefined && this.#remembered.has(user.name, credentials.password, group, now)) {
      return this.#signedIn(user);
    }
    const delayed = this.#delay(address);
    if (delayed !== undefined) return delayed;
    return await this.#queue.run(group, () => this.#verify(credentials, address)) ?? { kind: "busy" };
  }

  /** Ends what the user has going on: the password was changed, or the user removed. */
  forget(name: string): void {
    this.#remembered.forget(name);
    this.#endings.get(name)?.abort();
    this.#endings.delete(name);
  }

  /** Tells of failures that have not been told of. */
  stop(): void {
    this.#failures.stop();
  }

  /** Others from the same address may have failed while this one waited for its turn. */
  async #verify({ user: name, password }: Credentials, address: string): Promise<SignInResult> {
    const delayed = this.#delay(address);
    if (delayed !== undefined) return delayed;
    const record = findUser(this.#ports.users(), name)?.password;
    const given = isPossible(password) ? password : ""; // which is nobody's, and costs as much
    const matches = await matchesPassword(given, record ?? NOBODYS_RECORD, this.#ports.derive);
    const user = findUser(this.#ports.users(), name); // may have been removed meanwhile, or have another password
    if (!matches || user === undefined || user.password !== record) return this.#refuse(address);
    this.#remembered.add(user.name, password, addressGroup(address), this.#ports.clock.now());
    this.#ports.record({
      id: EventId.signedIn,
      time: this.#ports.clock.now(),
      user: user.name,
      address,
    });
    return this.#signedIn(user);
  }

  #refuse(address: string): SignInResult {
    this.#throttle.failed(address, this.#ports.clock.now());
    this.#failures.add(address);
    return { kind: "refused" };
  }

  #delay(address: string): SignInResult | undefined {
    const milliseconds = this.#throttle.delay(address, this.#ports.clock.now());
    return milliseconds === 0 ? undefined : { kind: "delayed", milliseconds };
  }

  #signedIn(user: User): SignInResult {
    const ending = this.#endings.get(user.name) ?? new AbortController();
    this.#endings.set(user.name, ending);
    return { kind: "signedIn", user, ended: ending.signal };
  }
}
