import assert from "node:assert/strict";
import { toBase64Url } from "../../../src/protocol/bytes.ts";
import { needProgram } from "../programs/need_program.ts";
import { outputOf, type Said } from "../programs/programs.ts";
import { rootPublicKeys } from "./samples.ts";

const FOLDER = new URL("../../../examples/verify/", import.meta.url).pathname;

/** The example's roots, as the verifiers take them. */
export const ROOTS = rootPublicKeys.map(toBase64Url).join(",");

/** A verifier of examples/verify, ready to be run. */
export interface Verifier {
  readonly language: string;
  readonly command: readonly string[];
}

/** One case of a verifier's batch mode, which is a line of its input. */
export interface Case {
  readonly product: string;
  readonly group: number;
  /** 32 hexadecimal digits. */
  readonly hardware: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly seen: number;
  /** The bytes of lease.json, in hexadecimal. */
  readonly lease: string;
}

/** Begins to make every verifier ready, once its toolchain is there; what is built goes into `folder`. */
export async function beginVerifiers(folder: string): Promise<{ readonly building: Promise<Verifier>[] }> {
  await needToolchains();
  return { building: [inGo(folder), inC(folder), inPython()] };
}

/** One after the other, for packages are installed by one at a time. Debian's Go has 80 MB, which takes some ten seconds. */
async function needToolchains(): Promise<void> {
  const openssl = "gcc libc6-dev libssl-dev";
  await needProgram("python3", "examples/verify/python is tested with Python 3");
  await needProgram("go", "examples/verify/go is tested with Go", "golang-go");
  await needProgram("gcc", "examples/verify/c is tested with gcc", openssl);
  if (await hasOpenSsl()) return;
  await outputOf(
    "sh",
    "-c",
    `apt-get -qq update && apt-get -qq install -y --no-install-recommends ${openssl}`,
  );
  assert(await hasOpenSsl(), "examples/verify/c is tested with libssl-dev, which is missing: install it");
}

async function hasOpenSsl(): Promise<boolean> {
  return (await outputOf("sh", "-c", "echo '#include <openssl/evp.h>' | gcc -E -")).success;
}

function inPython(): Promise<Verifier> {
  const command = ["python3", "-B", `${FOLDER}python/verify_lease.py`];
  return Promise.resolve({ language: "Python", command });
}

async function inGo(folder: string): Promise<Verifier> {
  const program = `${folder}/verify_go`;
  const command = new Deno.Command("go", {
    args: ["build", "-buildvcs=false", "-o", program, "."],
    cwd: `${FOLDER}go`,
    env: {
      CGO_ENABLED: "0",
      GOTOOLCHAIN: "local",
      GOFLAGS: "",
      GOWORK: "off",
      GOCACHE: await goCache(folder),
    },
  });
  const { success, stderr } = await command.output();
  assert(success, new TextDecoder().decode(stderr));
  return { language: "Go", command: [program] };
}

/** Go's own cache where there is a home for it: its standard library takes ten seconds to compile. */
async function goCache(folder: string): Promise<string> {
  const own = (await outputOf("go", "env", "GOCACHE")).stdout.trim();
  return own === "" || own === "off" ? `${folder}/go-cache` : own;
}

const STRICT = ["-std=c11", "-Wall", "-Wextra", "-Werror"];
const SANITIZED = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

async function inC(folder: string): Promise<Verifier> {
  const program = `${folder}/verify_c`;
  await Promise.all([compile([...SANITIZED, "-o", program]), compile(["-O2", "-o", `${program}_plain`])]);
  return { language: "C", command: [program] };
}

async function compile(options: readonly string[]): Promise<void> {
  const files = [`${FOLDER}c/verify_lease.c`, `${FOLDER}c/hardware.c`];
  const { success, stderr } = await outputOf("gcc", ...STRICT, ...options, ...files, "-lcrypto");
  assert(success, stderr);
}

/** Runs a verifier as a person would. */
export function run({ command: [program, ...first] }: Verifier, ...args: readonly string[]): Promise<Said> {
  return outputOf(program!, ...first, ...args);
}

/** What a verifier says of each case. */
export async function judge(
  { language, command: [program, ...first] }: Verifier,
  cases: readonly Case[],
): Promise<string[]> {
  const child = new Deno.Command(program!, {
    args: [...first, "--roots", ROOTS, "--batch"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = cases.map(({ product, group, hardware, now, seen, lease }) =>
    `${[product, group, hardware, now, seen, lease].join(" ")}\n`
  );
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    new Blob(input).stream().pipeTo(child.stdin),
  ]);
  assert(success, `${language}: ${new TextDecoder().decode(stderr)}`);
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
  assert.equal(lines.length, cases.length, language);
  return lines;
}
