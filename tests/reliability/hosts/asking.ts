import assert from "node:assert/strict";
import { checkReply } from "../../../src/client/check.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { fromHex, toHex } from "../../../src/protocol/bytes.ts";
import { REPLY_BYTES } from "../../../src/protocol/reply.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { requestOf } from "../../support/counting.ts";
import type { ActivationRecord } from "./record.ts";

/** Computers that ask a host on this computer, verify what it answers as any client does, and keep a record of it. */
export class Asking {
  readonly #licence;
  readonly #product;
  readonly #record: ActivationRecord;
  /** Replies that are to come before whoever waits for them is told. */
  #awaited = 0;
  #came = Promise.withResolvers<void>();

  constructor(licence: string, record: ActivationRecord) {
    this.#licence = decodeLicenceFile(licence);
    this.#product = this.#licence.payload.products.find(({ threshold }) => threshold === 1)!;
    this.#record = record;
  }

  /** Resolves in the moment in which so many further replies have come, before any of them was looked at. */
  replies(count: number): Promise<void> {
    this.#awaited = count;
    this.#came = Promise.withResolvers();
    return this.#came.promise;
  }

  /** One exchange; false where the connection ended before the whole reply came. Rejects where the reply is no activation. */
  async activate(connection: Deno.TcpConn, computer: string): Promise<boolean> {
    const productId = fromHex(this.#product.id, 16, "product ID");
    const fields = requestOf(computer, Date.now(), { productId, nonce: randomNonce() });
    const machineId = toHex(fields.machineId);
    const request = encodeRequest(fields);
    this.#record.asked(machineId);
    const reply = await exchanged(connection, request);
    if (reply === undefined) return false;
    if (--this.#awaited === 0) this.#came.resolve();
    const checked = checkReply(
      { request, reply, authorityCertificate: this.#licence.authorityBytes },
      { roots: this.#licence.roots, product: this.#product, now: Date.now() },
    );
    assert.equal(checked.kind, "sound", `${computer} was answered ${JSON.stringify(checked)}`);
    assert(checked.kind === "sound");
    const { sequence, issued } = checked.reply;
    this.#record.acknowledged({ machineId, sequence, issued });
    return true;
  }

  /** A computer that connects for itself alone: the host must answer it. */
  async activateAlone(port: number, computer: string): Promise<void> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    assert.ok(await this.activate(connection, computer), `the host did not answer ${computer}`);
  }
}

function randomNonce(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** Undefined where the connection ended, in whatever way. */
async function exchanged(connection: Deno.TcpConn, request: Uint8Array): Promise<Uint8Array | undefined> {
  const reply = new Uint8Array(REPLY_BYTES);
  try {
    for (let at = 0; at < request.length;) at += await connection.write(request.subarray(at));
    for (let size = 0; size < REPLY_BYTES;) {
      const more = await connection.read(reply.subarray(size));
      if (more === null) return undefined;
      size += more;
    }
    return reply;
  } catch (error) {
    if (isBroken(error)) return undefined;
    throw error;
  }
}

/** Whether it says that the other side has gone. */
export function isBroken(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.ConnectionRefused ||
    error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.NotConnected;
}
