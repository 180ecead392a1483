import { authorityKeyId } from "../crypto/certificates.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { decodeCertificateReply, encodeCertificateRequest } from "../protocol/certificate_exchange.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { decodeErrorFrame } from "../protocol/error_frame.ts";
import { FrameReader, frameType, Type } from "../protocol/frame.ts";
import { decodeReply } from "../protocol/reply.ts";
import type { Connection, Timer } from "../ports.ts";
import type { ExchangeFrames } from "./check.ts";

export type Exchanged =
  | { readonly kind: "answered"; readonly frames: ExchangeFrames }
  /** The host sent an error frame: unsigned, so only advice. */
  | { readonly kind: "error"; readonly result: number };

/**
 * Sends one request over a connection, which it closes, and reads what comes back. `held`: authority certificates that the client
 * has (190 bytes each); another that the host names is asked for on the same connection. Rejects with an Error when nothing sensible
 * answers within `timeoutMs`.
 */
export async function exchange(
  { connection, timer }: { connection: Connection; timer: Timer },
  request: Uint8Array,
  held: readonly Uint8Array[],
  timeoutMs: number,
): Promise<Exchanged> {
  const done = new AbortController();
  let late = false;
  const deadline = timer.wait(timeoutMs, done.signal).then(() => {
    late = !done.signal.aborted;
    connection.close();
  });
  try {
    return await converse(new FramedConnection(connection), request, held);
  } catch (cause) {
    if (!late) throw cause;
    throw new Error(`no answer within ${Math.ceil(timeoutMs / 1000)} seconds`, { cause }); // not what closing it led to
  } finally {
    done.abort();
    await deadline;
    connection.close();
  }
}

async function converse(
  connection: FramedConnection,
  request: Uint8Array,
  held: readonly Uint8Array[],
): Promise<Exchanged> {
  const reply = await connection.ask(request);
  if (frameType(reply) === Type.error) return { kind: "error", result: decodeErrorFrame(reply) };
  const wanted = decodeReply(reply).certificate.authorityKeyId;
  const authorityCertificate = held.find((bytes) => keyIdOf(bytes) === wanted) ??
    decodeCertificateReply(await connection.ask(encodeCertificateRequest(wanted)));
  return { kind: "answered", frames: { request, reply, authorityCertificate } };
}

function keyIdOf(certificate: Uint8Array): number {
  return authorityKeyId(decodeAuthorityCertificate(certificate).publicKey);
}

class FramedConnection {
  readonly #connection: Connection;
  readonly #reader = new FrameReader();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Writes a frame and resolves with the one that answers it. */
  async ask(frame: Uint8Array): Promise<Uint8Array> {
    await this.#connection.write(frame);
    while (true) {
      const chunk = await this.#connection.read();
      if (chunk === null) {
        throw new DecodeError("answer", "length", "the host closed the connection before it answered");
      }
      this.#reader.add(chunk);
      const answer = this.#reader.next();
      if (answer !== undefined) return answer;
    }
  }
}
