import { needHeader, needProgram } from "../../support/programs/need_program.ts";

const SOURCES = new URL("../native/", import.meta.url).pathname;
const PURPOSE = "the references of the bench are compiled from C";
const FLAGS = [
  "-std=gnu11",
  "-D_GNU_SOURCE",
  "-O2",
  "-Wall",
  "-Wextra",
  "-Wpedantic",
  "-Wshadow",
  "-Wconversion",
  "-Wstrict-prototypes",
  "-Wmissing-prototypes",
];
const SIGNING = { sources: ["signing.c"], libraries: ["-lcrypto", "-lsodium"] };
const NOTHING = { sources: [], libraries: [] };

/** Paths of what tests/bench/native is compiled to. */
export interface NativePrograms {
  readonly reference: string;
  readonly load: string;
  readonly signingSpeed: string;
  readonly syncRate: string;
  /** A library for LD_PRELOAD. */
  readonly slowSync: string;
}

/** Compiles them into `folder`, and installs what that needs where it is missing. A warning is an error. */
export async function compileNative(folder: string): Promise<NativePrograms> {
  await needProgram("gcc", PURPOSE);
  await needHeader("sodium.h", `${PURPOSE} with libsodium`, "libsodium-dev");
  await needHeader("openssl/evp.h", `${PURPOSE} with libcrypto`, "libssl-dev");
  const [reference, load, signingSpeed, syncRate, slowSync] = await Promise.all([
    compile("reference", folder, SIGNING),
    compile("load", folder, SIGNING),
    compile("signing_speed", folder, SIGNING),
    compile("sync_rate", folder, NOTHING),
    compile("slow_sync", folder, { sources: [], libraries: ["-shared", "-fPIC"] }),
  ]);
  return { reference, load, signingSpeed, syncRate, slowSync };
}

async function compile(
  name: string,
  folder: string,
  { sources, libraries }: { sources: readonly string[]; libraries: readonly string[] },
): Promise<string> {
  const output = `${folder}/${name}`;
  const args = [...FLAGS, `${name}.c`, ...sources, "-o", output, ...libraries];
  const { stderr } = await new Deno.Command("gcc", { args, cwd: SOURCES }).output();
  const said = new TextDecoder().decode(stderr);
  if (said !== "") throw new Error(`gcc ${name}.c:\n${said}`);
  return output;
}
