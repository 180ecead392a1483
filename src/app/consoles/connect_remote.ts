import { KnownHosts } from "../../adapters/disk/known_hosts.ts";
import {
  type CheckFingerprint,
  checkRemote,
  type RemoteEnd,
  tlsSender,
  unreachable,
} from "../../adapters/network/tls_client.ts";
import { ADMIN_PORT } from "../../admin/admin_document.ts";
import { systemTimer } from "../../adapters/system/system.ts";
import { encodeBasic } from "../../api/basic_auth.ts";
import { ApiConsole } from "../../api/client.ts";
import type { WatchLine } from "../../api/types.ts";
import { formatHostAddress, parseHostAddress } from "../../client/host_address.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { lively } from "./lively.ts";

export interface RemoteOptions {
  /** NAME, NAME:PORT, [IPv6] or [IPv6]:PORT. */
  readonly computer: string;
  readonly user: string;
  /** Asked for once the computer was reached and its certificate is the right one. */
  readonly password: () => Promise<string>;
  /** 64 hexadecimal digits that the certificate must have, in place of what `knownHosts` says. */
  readonly fingerprint: string | undefined;
  /** The file of certificates that were seen first. */
  readonly knownHosts: string;
  readonly note: (text: string) => void;
}

/** The host of another computer. Rejects with OperationError where it cannot be reached, or is not the one that was known. */
export async function connectRemote(options: RemoteOptions): Promise<ApiConsole> {
  const end = remoteEnd(options.computer);
  const check = options.fingerprint === undefined
    ? pinning(end, new KnownHosts(options.knownHosts), options.note)
    : demanding(end, options.fingerprint);
  await checkRemote(end, check);
  const authorization = encodeBasic({ user: options.user, password: await options.password() });
  return new RemoteConsole(
    tlsSender(end, check, { authorization }),
    () => {},
    (cause) => unreachable(end, cause),
  );
}

/** Each call and stream has a connection of its own: they go on with the host that is started next. */
class RemoteConsole extends ApiConsole {
  override watch(signal: AbortSignal): AsyncGenerator<WatchLine> {
    return lively((ended) => super.watch(ended), systemTimer, signal);
  }
}

/** Forgets the certificate of a computer; resolves with its name and port, and whether it was known. Rejects with OperationError. */
export async function forgetRemote(
  computer: string,
  knownHosts: string,
): Promise<{ name: string; known: boolean }> {
  const { name } = remoteEnd(computer);
  return { name, known: await new KnownHosts(knownHosts).remove(name) };
}

function remoteEnd(computer: string): RemoteEnd {
  const { host, port } = parseHostAddress(computer, ADMIN_PORT);
  return { host, port, name: formatHostAddress({ host: host.toLowerCase(), port }) };
}

/** Takes the certificate that is seen first, and from then on no other. */
function pinning(end: RemoteEnd, known: KnownHosts, note: (text: string) => void): CheckFingerprint {
  return async (fingerprint) => {
    const pinned = await known.find(end.name);
    if (pinned === fingerprint) return;
    if (pinned !== undefined) throw changed(end, pinned, fingerprint);
    await known.add(end.name, fingerprint);
    note(`${end.name} is new here; its certificate is taken, with the fingerprint ${fingerprint}`);
    note("compare it with what kms admin status shows on that computer");
  };
}

function demanding(end: RemoteEnd, demanded: string): CheckFingerprint {
  return (fingerprint) => {
    if (fingerprint === demanded) return Promise.resolve();
    return Promise.reject(
      new OperationError(
        `${end.name} has the certificate ${fingerprint}, not ${demanded}, which --fingerprint demands`,
        { code: HResult.accessDenied, remedy: "compare with what kms admin status shows on that computer" },
      ),
    );
  };
}

/** Somebody may sit between: the password is not sent. */
function changed({ name }: RemoteEnd, pinned: string, fingerprint: string): OperationError {
  return new OperationError(
    `The certificate of ${name} has changed: it was ${pinned}, it is ${fingerprint}. Somebody may pose as that computer; the password was not sent`,
    {
      code: HResult.accessDenied,
      remedy:
        `compare with what kms admin status shows on that computer; if it is the new one there: kms admin forget ${name}`,
    },
  );
}
