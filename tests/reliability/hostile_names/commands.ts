import assert from "node:assert/strict";
import fc from "fast-check";
import { makeSelfSigned } from "../../../src/adapters/network/self_signed.ts";
import { TlsServer } from "../../../src/adapters/network/tls_server.ts";
import { systemClock, systemRandom, systemTimer } from "../../../src/adapters/system/system.ts";
import { LOCAL_CALLER } from "../../../src/api/caller.ts";
import { type Handlers, type RouteName, ROUTES } from "../../../src/api/routes.ts";
import { answerApi } from "../../../src/api/server.ts";
import { certificateFingerprint } from "../../../src/crypto/tls_identity.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { arbitraryOf } from "../../support/schema_arbitrary.ts";
import { everyCommand, type Given } from "../commands/every_command.ts";
import { runCommand, type Said } from "../commands/run_command.ts";
import { assertCsv, assertJsonLines, assertShown } from "./checks.ts";
import { reportOf } from "./reports.ts";
import { HOSTILE } from "./texts.ts";

const USAGE = 2;
const TEXT = fc.constantFrom(...HOSTILE);
/** Those that no command takes for an option: `kms serve --json` would serve. */
const WORDS = HOSTILE.filter((text) => !text.startsWith("--"));

/** A host of somebody else's: its answers fit their schemas and hold what does harm. Every other call it refuses, in such words. */
class HostileHost implements AsyncDisposable {
  readonly #random: SeededRandom;
  readonly #identity: Awaited<ReturnType<typeof makeSelfSigned>>;
  #server: TlsServer | undefined;
  refuses = false;

  private constructor(random: SeededRandom, identity: Awaited<ReturnType<typeof makeSelfSigned>>) {
    this.#random = random;
    this.#identity = identity;
  }

  static async listen(seed: number): Promise<HostileHost> {
    const identity = await makeSelfSigned("host", { clock: systemClock, random: systemRandom });
    const host = new HostileHost(new SeededRandom(seed), identity);
    const names = Object.keys(ROUTES) as RouteName[];
    const handlers = Object.fromEntries(
      names.map((name) => [name, () => host.#answer(name)]),
    ) as unknown as Handlers;
    const watch = async function* () {};
    host.#server = await TlsServer.listen({
      hostname: "127.0.0.1",
      port: 0,
      ...identity,
      timer: systemTimer,
      note: (text) => {
        throw new Error(text);
      },
      answer: (request, sender) => {
        sender.admit();
        return answerApi({ handlers, watch }, request, LOCAL_CALLER);
      },
    });
    return host;
  }

  /** The words before a command that is for this host. */
  get words(): string[] {
    const fingerprint = certificateFingerprint(this.#identity.certificate);
    return [`127.0.0.1:${this.#server!.address.port}`, "alice", "--fingerprint", fingerprint];
  }

  #answer(name: RouteName): Promise<unknown> {
    const text = HOSTILE[this.#random.upTo(HOSTILE.length - 1)]!;
    if (this.refuses) return Promise.reject(new OperationError(text, { remedy: text }));
    if (name === "report") return Promise.resolve({ reports: [reportOf([text])] });
    const seed = this.#random.upTo(2 ** 31 - 1);
    const [answer] = fc.sample(arbitraryOf(ROUTES[name].output, TEXT), { seed, numRuns: 1 });
    return Promise.resolve(ended(answer));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close();
  }
}

/** Of what comes in pages, the last: a host that always has more would be listened to until Ctrl-C. */
function ended(answer: unknown): unknown {
  const ends = { atEnd: true, done: true };
  const present = Object.entries(ends).filter(([name]) => Object.hasOwn(answer as object, name));
  return { ...(answer as object), ...Object.fromEntries(present) };
}

/** Every command there is, given to a hostile host: as text, as JSON, and refused. Resolves with how many outputs were looked at. */
export async function askHostileHost(seed: number, isTurn: (i: number) => boolean): Promise<number> {
  await using folder = await TempFolder.make();
  await using host = await HostileHost.listen(seed);
  const passwordFile = `${folder.path}/password`;
  const there = `${folder.path}/text`;
  await Deno.writeTextFile(passwordFile, "secret words\n", { mode: 0o600 });
  await Deno.writeTextFile(there, "some text");
  let looked = 0;
  const fresh = () => `${folder.path}/new-${looked}`;
  const forOthers = everyCommand({ there, fresh }).filter(({ name, does }) => does !== "here" && !asks(name));
  for (const [i, { words }] of forOthers.entries()) {
    if (!isTurn(i)) continue;
    for (const way of ["text", "json", "refused"] as const) {
      host.refuses = way === "refused";
      const more = way === "json" ? ["--json"] : [];
      const line = [...host.words, "--password-file", passwordFile, ...words, ...more];
      check(await runCommand(line), words, way);
      looked += 1;
    }
  }
  return looked;
}

/** It would read a password from standard input. */
function asks(name: string): boolean {
  return name === "admin user add" || name === "admin user passwd";
}

function check(
  { status, stdout, stderr }: Said,
  words: Given["words"],
  way: "text" | "json" | "refused",
): void {
  const where = `kms ${words.join(" ")} (${way})`;
  assertShown(stderr, `${where}, standard error`);
  if (status === USAGE) return; // --csv and --json exclude each other
  const isCsv = words.includes("--csv") || words.includes("csv");
  if (words.includes("syslog")) return assertShown(stdout.replaceAll("\ufeff", ""), where);
  if (isCsv) return void assertCsv(stdout.replaceAll(/\r?\n/g, "\r\n"), where); // console.log ends the last line
  if (way === "json") assertJsonLines(stdout, where);
  else assertShown(stdout, where);
}

/** Every command there is on this computer, with such a text behind it. Resolves with how many. */
export async function typeHostileWords(seed: number, isTurn: (i: number) => boolean): Promise<number> {
  await using folder = await TempFolder.make();
  const random = new SeededRandom(seed);
  const commands = everyCommand({ there: `${folder.path}/none`, fresh: () => `${folder.path}/new` });
  const names = [...new Set(commands.map(({ name }) => name))].filter((name) => !asks(name));
  let typed = 0;
  for (const [i, name] of names.entries()) {
    if (!isTurn(i)) continue;
    const text = WORDS[random.upTo(WORDS.length - 1)]!;
    const { status, stdout, stderr } = await runCommand([
      "--state",
      `${folder.path}/${i}`,
      ...name.split(" "),
      text,
    ]);
    assert.ok([0, 1, USAGE].includes(status), `kms ${name}: exit status ${status}`);
    assertShown(stdout + stderr, `kms ${name} ${JSON.stringify(text)}`);
    typed += 1;
  }
  return typed;
}
