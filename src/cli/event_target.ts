import type { SyslogTarget } from "../events/syslog.ts";
import { OperationError } from "../policy/operation_error.ts";
import { printText, UsageError } from "./output.ts";
import { readFile } from "./session.ts";

const PORTS = { udp: 514, tcp: 601, tls: 6514 } as const;

/** Takes the text of events: the standard output, or a file. */
export interface TextTarget {
  write(text: string): Promise<void>;
  close(): void;
}

export const STANDARD_OUTPUT: TextTarget = {
  write: (text) => Promise.resolve(printText(text)),
  close: () => {},
};

/** A new file for its owner alone. Rejects with OperationError. */
export async function fileTarget(path: string): Promise<TextTarget> {
  const file = await created(path);
  return {
    async write(text) {
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    },
    close: () => file.close(),
  };
}

async function created(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  } catch (cause) {
    const exists = cause instanceof Deno.errors.AlreadyExists;
    const why = exists ? "there is such a file already" : cause instanceof Error ? cause.message : cause;
    throw new OperationError(`Cannot export to ${path}: ${why}`, {
      remedy: exists ? "name another, or remove it first" : "check the name of the file and its folder",
      cause,
    });
  }
}

/** Reads `udp://HOST`, `tcp://HOST:PORT`, `tls://[IPv6]:PORT`. Throws UsageError; rejects with OperationError. */
export async function readTarget(text: string, tlsCa: string | undefined): Promise<SyslogTarget> {
  const match = /^(udp|tcp|tls):\/\/(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?\/?$/i.exec(text);
  const transport = match?.[1]?.toLowerCase() as keyof typeof PORTS | undefined;
  const host = match?.[2] ?? match?.[3];
  const port = Number(match?.[4] ?? PORTS[transport ?? "udp"]);
  if (transport === undefined || host === undefined || port < 1 || port > 65535) {
    throw new UsageError(
      `--to takes udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT], got ${JSON.stringify(text)}`,
    );
  }
  if (tlsCa !== undefined && transport !== "tls") throw new UsageError("--tls-ca is for tls://");
  return { transport, host, port, ...(tlsCa === undefined ? {} : { authorities: await readFile(tlsCa) }) };
}
