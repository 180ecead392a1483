import assert from "node:assert/strict";
import { recordPassword } from "../../../src/admin/passwords.ts";
import { SignIn } from "../../../src/admin/sign_in.ts";
import type { User } from "../../../src/admin/users.ts";
import { encodeBasic } from "../../../src/api/basic_auth.ts";
import { WATCH_PATH } from "../../../src/api/paths.ts";
import { type RouteName, ROUTES } from "../../../src/api/routes.ts";
import { answerRemote } from "../../../src/app/remote/remote_answer.ts";
import { CountingDerive } from "../../support/fakes/counting_derive.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { StubApi } from "../../support/roles/stub_api.ts";
import { requestOf } from "./requests.ts";

/** What a reader may call, by docs/remote.md: all that looks, and nothing that changes or sends questions elsewhere. */
export const READING: readonly RouteName[] = [
  ...[
    "status",
    "settings",
    "installationId",
    "checkConfirmation",
    "admin",
    "dns",
    "dnsSeen",
    "health",
  ] as const,
  ...[
    "notify",
    "metrics",
    "report",
    "why",
    "events",
    "verifyEvents",
    "machines",
    "machine",
    "activity",
  ] as const,
  "caller",
];

const PASSWORD = "secret words";
const REMEMBERED_MS = 15 * 60_000;

/** Who may be at the other end, and what is answered to a call that reads and to one that changes something. */
const CALLERS: readonly (readonly [string, (callers: Callers) => Promise<Headers>, number, number])[] = [
  ["an administrator", (all) => all.signedIn("alice"), 200, 200],
  ["a reader", (all) => all.signedIn("rita"), 200, 403],
  ["a user with the right password whose sign-in is 15 minutes old", (all) => all.expired("rita"), 200, 403],
  ["a user who was removed", (all) => all.removed(), 401, 401],
  ["a user with the password before the last", (all) => all.changed(), 401, 401],
  ["an administrator with a wrong password", (all) => all.with("alice", "secret word"), 401, 401],
  ["an administrator without a password", (all) => all.with("alice", ""), 401, 401],
  ["somebody unknown", (all) => all.with("mallory", PASSWORD), 401, 401],
  ["nobody", () => Promise.resolve(new Headers()), 401, 401],
  ["a header that is no Basic one", () => headers("Bearer YWxpY2U6c2VjcmV0IHdvcmRz"), 401, 401],
  ["a header that is no base64", () => headers("Basic alice:secret words"), 401, 401],
  ["a name without a colon", () => headers(`Basic ${btoa("alice")}`), 401, 401],
  ["a page in a browser, as an administrator", (all) => all.browser(), 403, 403],
];

/** Every call by everyone, through sign-in and the real table; resolves with how many. @throws where one is let in that must not be */
export async function everyCallByEveryone(seed: number): Promise<number> {
  const names = Object.keys(ROUTES) as RouteName[];
  assert.deepEqual(READING.filter((name) => !names.includes(name)), [], "calls that are no more");
  let asked = 0;
  for (const [who, headersOf, reading, changing] of CALLERS) {
    for (const name of [...names, WATCH_PATH] as const) {
      const callers = await Callers.make(seed + asked++);
      const reads = name === WATCH_PATH || READING.includes(name);
      const answer = await callers.ask(name, await headersOf(callers));
      assert.equal(
        answer.status,
        reads ? reading : changing,
        `${name} by ${who} is answered with another status`,
      );
      await answer.body?.cancel();
      const reached = name === WATCH_PATH || answer.status !== 200 ? [] : [name];
      assert.deepEqual(callers.api.asked.map(({ name }) => name), reached, `what ${name} by ${who} has done`);
    }
  }
  return asked;
}

function headers(authorization: string): Promise<Headers> {
  return Promise.resolve(new Headers({ authorization }));
}

/** A host's sign-in and API, without sockets between, in a time that stands still. */
class Callers {
  readonly api = new StubApi();
  readonly #time = new FakeTime(1_000_000);
  readonly #scrypt = new CountingDerive();
  readonly #random: SeededRandom;
  #users: User[] = [];
  readonly #signIn: SignIn;

  private constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.#signIn = new SignIn({
      clock: this.#time,
      timer: this.#time,
      random: this.#random,
      derive: this.#scrypt.derive,
      users: () => this.#users,
      record: () => {},
    });
  }

  static async make(seed: number): Promise<Callers> {
    const callers = new Callers(seed);
    for (
      const [name, role] of [["alice", "administrator"], ["rita", "reader"], [
        "bob",
        "administrator",
      ]] as const
    ) {
      callers.#users.push({ name, role, password: await callers.#record(PASSWORD) });
    }
    return callers;
  }

  with(user: string, password: string): Promise<Headers> {
    return headers(encodeBasic({ user, password }));
  }

  async signedIn(user: string): Promise<Headers> {
    const given = await this.with(user, PASSWORD);
    assert.equal((await this.ask("caller", given)).status, 200);
    this.api.asked.length = 0;
    return given;
  }

  async expired(user: string): Promise<Headers> {
    const given = await this.signedIn(user);
    await this.#time.advance(REMEMBERED_MS);
    return given;
  }

  async removed(): Promise<Headers> {
    const given = await this.signedIn("bob");
    this.#users = this.#users.filter(({ name }) => name !== "bob");
    this.#signIn.forget("bob");
    return given;
  }

  async changed(): Promise<Headers> {
    const given = await this.signedIn("bob");
    const password = await this.#record("other words");
    this.#users = this.#users.map((user) => user.name === "bob" ? { ...user, password } : user);
    this.#signIn.forget("bob");
    return given;
  }

  async browser(): Promise<Headers> {
    const given = await this.with("alice", PASSWORD);
    given.set("origin", "https://evil.example");
    return given;
  }

  async ask(name: RouteName | typeof WATCH_PATH, headers: Headers): Promise<Response> {
    const sender = { address: "192.0.2.7", admit: () => true };
    const ending = new AbortController().signal;
    const request = requestOf(name, headers);
    return await answerRemote(this.api, this.#signIn.check.bind(this.#signIn), request, sender, ending);
  }

  #record(password: string) {
    return recordPassword(password, this.#random, this.#scrypt.derive);
  }
}
