import { equalBytes, fromHex } from "../../protocol/bytes.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import { FrameReader, frameType, Type } from "../../protocol/frame.ts";
import { decodeReply } from "../../protocol/reply.ts";
import { encodeRequest } from "../../protocol/request.ts";
import type { Connection, Network, SocketAddress, Timer } from "../../ports.ts";
import type { Host } from "../host.ts";

/** Who takes connections at an address. */
export type Answering =
  | { readonly kind: "thisHost" | "anotherHost" | "notActivated" }
  | { readonly kind: "other" | "nobody"; readonly why: string };

const PATIENCE_MS = 3000;

/** Asks, by a probe that nobody counts, whose certificate is there. Rejects for bugs only. */
export async function whoAnswers(host: Host, network: Network, at: SocketAddress): Promise<Answering> {
  let connection: Connection;
  try {
    connection = await network.connect(at.host, at.port, PATIENCE_MS);
  } catch (error) {
    return { kind: "nobody", why: reasonOf(error) };
  }
  try {
    return answeringOf(host, await replyTo(await probe(host), connection, host.ports.timer));
  } catch (error) {
    return { kind: "other", why: reasonOf(error) };
  } finally {
    connection.close();
  }
}

function answeringOf(host: Host, frame: Uint8Array): Answering {
  if (frameType(frame) === Type.error) return { kind: "notActivated" };
  const { certificate } = decodeReply(frame);
  const isOurs = equalBytes(certificate.publicKey, host.secrets.hostKey.publicKey);
  return { kind: isOurs ? "thisHost" : "anotherHost" };
}

async function probe({ ports, licence }: Host): Promise<Uint8Array> {
  const { clock, random, machine } = ports;
  const product = licence?.payload.products[0];
  return encodeRequest({
    virtual: false,
    renewal: false,
    probe: true,
    ephemeral: false,
    licenceState: 0,
    minutesLeft: 0,
    clientTime: Math.floor(clock.now() / 1000),
    machineId: random.bytes(16),
    hardware: await machine.hardware(),
    productId: product === undefined ? random.bytes(16) : fromHex(product.id, 16, "product ID"),
    nonce: random.bytes(16),
    highestEpoch: 0,
    authorityKeyId: 0,
    name: "",
  });
}

async function replyTo(request: Uint8Array, connection: Connection, timer: Timer): Promise<Uint8Array> {
  const done = new AbortController();
  const late = timer.wait(PATIENCE_MS, done.signal).then(() => connection.close());
  try {
    await connection.write(request);
    const reader = new FrameReader();
    while (true) {
      const chunk = await connection.read();
      if (chunk === null) throw new DecodeError("answer", "length", "the connection was closed before it");
      reader.add(chunk);
      const frame = reader.next();
      if (frame !== undefined) return frame;
    }
  } finally {
    done.abort();
    await late;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
