import type { Console } from "../api/console.ts";
import { printNote, UsageError } from "./output.ts";
import { readPassword } from "./password.ts";
import type { CommonOptions } from "./session.ts";

/** The host of another computer. Rejects with OperationError where it cannot be reached or is not the one that it was. */
export async function openRemote(computer: string, options: CommonOptions): Promise<Console> {
  const { user = "" } = options;
  if (user === "" || user.includes(":")) {
    throw new UsageError(`who signs in at ${computer}? Write kms COMPUTER USER, then the option`);
  }
  const fingerprint = options.fingerprint === undefined ? undefined : readFingerprint(options.fingerprint);
  const { connectRemote } = await import("../app/consoles/connect_remote.ts");
  return await connectRemote({
    computer,
    user,
    password: () => readPassword(options, `Password of ${user} at ${computer}: `),
    fingerprint,
    knownHosts: knownHostsPath(),
    note: (text) => printNote(`kms: ${text}`),
  });
}

/** Where the certificates of other computers are kept: KMS_KNOWN_HOSTS, else the place that the system has for settings. */
export function knownHostsPath(): string {
  const named = Deno.env.get("KMS_KNOWN_HOSTS") ?? "";
  if (named !== "") return named;
  if (Deno.build.os === "windows") return `${Deno.env.get("APPDATA") ?? "C:\\ProgramData"}\\kms\\known_hosts`;
  return `${Deno.env.get("XDG_CONFIG_HOME") || `${Deno.env.get("HOME") ?? "/"}/.config`}/kms/known_hosts`;
}

/** With or without colons, in capital or small letters. */
function readFingerprint(text: string): string {
  const digits = text.replace(/^sha-?256:/i, "").replaceAll(":", "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new UsageError("--fingerprint takes the SHA-256 of a certificate: 64 hexadecimal digits");
}
