import type { SyslogTarget } from "../../events/syslog.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { printText, UsageError } from "../output.ts";
import { readFile } from "../session.ts";

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

/** A new file for its owner alone; it is removed where not all of it can be written. Rejects with OperationError. */
export async function fileTarget(path: string): Promise<TextTarget> {
  return writing(path, await created(path));
}

/** The same into a file that is open and empty. */
export function writing(path: string, file: Pick<Deno.FsFile, "write" | "close">): TextTarget {
  let isOpen = true;
  const close = () => {
    if (isOpen) file.close();
    isOpen = false;
  };
  return {
    async write(text) {
      const bytes = new TextEncoder().encode(text);
      try {
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      } catch (cause) {
        close();
        await Deno.remove(path).catch(() => {}); // half of it would stand in the way of the next try
        throw new OperationError(
          `Cannot export to ${path}: ${cause instanceof Error ? cause.message : cause}`,
          {
            remedy: "make room on its disk, or name a file on another one",
            cause,
          },
        );
      }
    },
    close,
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
