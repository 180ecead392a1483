import { familyOf } from "../dns/server_address.ts";
import type { Clock, Connection, Network, Timer } from "../ports.ts";

/** How long an attempt is alone before the next address is tried beside it (RFC 8305, 5). */
const HEAD_START_MS = 250;

export interface Connected {
  readonly connection: Connection;
  /** Of those given, the one that answered. */
  readonly address: string;
}

interface ConnectingPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly network: Network;
}

/**
 * Connects to the first of a host's addresses that answers: families in turns, IPv6 first, each with a head start (Happy Eyeballs).
 * Rejects with an Error that says why none did within `timeoutMs`.
 */
export async function connectToAny(
  { clock, timer, network }: ConnectingPorts,
  { addresses, port }: { addresses: readonly string[]; port: number },
  timeoutMs: number,
): Promise<Connected> {
  const end = clock.now() + timeoutMs;
  const connected = new AbortController();
  const attempts: Promise<Connected>[] = [];
  for (const address of inTurns(addresses)) {
    const left = end - clock.now();
    if (connected.signal.aborted || left <= 0) break;
    const failed = new AbortController();
    const attempt = network.connect(address, port, left).then((connection) => ({ connection, address }));
    attempt.then(() => connected.abort(), () => failed.abort());
    attempts.push(attempt);
    await timer.wait(HEAD_START_MS, AbortSignal.any([connected.signal, failed.signal]));
  }
  return await firstOf(attempts);
}

/** The first that connects; those that come later are closed. */
async function firstOf(attempts: readonly Promise<Connected>[]): Promise<Connected> {
  try {
    const first = await Promise.any(attempts);
    for (const attempt of attempts) {
      attempt.then((other) => other === first || other.connection.close(), () => {});
    }
    return first;
  } catch (cause) {
    const reasons = (cause as AggregateError).errors.map((error) =>
      error instanceof Error ? error.message : `${error}`
    );
    throw new Error([...new Set(reasons)].join("; "), { cause });
  }
}

/** IPv6 and IPv4 by turns, each family in its order. */
export function inTurns(addresses: readonly string[]): string[] {
  const [six, four] = ([6, 4] as const).map((family) =>
    addresses.filter((host) => familyOf({ host, port: 0 }) === family)
  );
  const longest = Math.max(six!.length, four!.length);
  return Array.from({ length: longest }, (_, i) => [six![i], four![i]]).flat().filter((one) =>
    one !== undefined
  );
}
