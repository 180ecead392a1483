import { DecodeError } from "../protocol/decode_error.ts";
import type { Clock, Datagrams, Network, Random, SocketAddress, Timer } from "../ports.ts";
import type { Message } from "./message.ts";

export interface DnsPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly datagrams: Datagrams;
  readonly network: Network;
}

export interface Patience {
  /** How long an answer is waited for after each sending of a datagram, milliseconds: so many times it is sent to a server. */
  readonly waits: readonly number[];
  /** When everything must have come to its end, milliseconds since 1970. */
  readonly deadline: number;
}

/** Milliseconds: RFC 1035, 4.2.1 with today's networks. */
export const USUAL_WAITS: readonly number[] = [1000, 2000, 4000];

export type Transport = "udp" | "tcp";

/** What came of asking one server. */
export type Exchanged =
  | {
    readonly kind: "answered";
    readonly server: SocketAddress;
    readonly transport: Transport;
    readonly message: Message;
    readonly bytes: Uint8Array;
  }
  | {
    readonly kind: "unanswered";
    readonly server: SocketAddress;
    readonly transport: Transport;
    readonly fault: "timeout" | "unreachable" | "malformed";
    /** What was wrong, for people. */
    readonly detail: string;
  };

/** A fault on the way to a server as a value. */
export function unanswered(server: SocketAddress, transport: Transport, error: unknown): Exchanged {
  const fault = error instanceof DecodeError ? "malformed" : "unreachable";
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: "unanswered", server, transport, fault, detail };
}
