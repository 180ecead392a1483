import assert from "node:assert/strict";
import { checkReply, type ExchangeFrames } from "../../../src/client/check.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { fromHex } from "../../../src/protocol/bytes.ts";
import { REPLY_BYTES } from "../../../src/protocol/reply.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { requestOf } from "../counting.ts";

/** Computers of one customer, which ask a host on this computer for the product named, and keep what it answers. */
export class Computers {
  readonly #licence;
  readonly #product;
  readonly #port: number;
  readonly acknowledged: ExchangeFrames[] = [];
  readonly names = new Set<string>();

  constructor(licence: string, product: string, port: number) {
    this.#licence = decodeLicenceFile(licence);
    this.#product = this.#licence.payload.products.find(({ name }) => name === product)!;
    this.#port = port;
  }

  connect(): Promise<Deno.TcpConn> {
    return Deno.connect({ hostname: "127.0.0.1", port: this.#port });
  }

  /** Sends a computer's request; what is returned reads its reply, false where the connection ends before the first byte of it. */
  async ask(connection: Deno.TcpConn, name: string): Promise<() => Promise<boolean>> {
    const productId = fromHex(this.#product.id, 16, "product ID");
    const request = encodeRequest(requestOf(name, Date.now(), { productId }));
    assert.equal(await connection.write(request), request.length);
    return async () => {
      const reply = await readReply(connection);
      if (reply === undefined) return false;
      this.acknowledged.push({ request, reply, authorityCertificate: this.#licence.authorityBytes });
      this.names.add(name);
      return true;
    };
  }

  /** New computers ask over connections of their own, one after the other, until the host takes no more. */
  async askUntilRefused(series: string, onReply: () => void): Promise<void> {
    for (let n = 0;; n++) {
      try {
        using connection = await this.connect();
        const read = await this.ask(connection, `${series}-${n}`);
        if (!await read()) return;
      } catch (error) {
        if (error instanceof Deno.errors.ConnectionRefused || error instanceof Deno.errors.ConnectionReset) {
          return;
        }
        throw error;
      }
      onReply();
    }
  }

  /** Every reply that was given is an activation that anybody can verify offline. */
  checkReplies(): void {
    for (const frames of this.acknowledged) {
      const checked = checkReply(frames, {
        roots: this.#licence.roots,
        product: this.#product,
        now: undefined,
      });
      assert.equal(checked.kind, "sound", JSON.stringify(checked));
    }
  }
}

/** A whole reply, or undefined where none of it came; a part of one fails the test. */
export async function readReply(connection: Deno.TcpConn): Promise<Uint8Array | undefined> {
  const reply = new Uint8Array(REPLY_BYTES);
  for (let size = 0; size < REPLY_BYTES;) {
    const more = await connection.read(reply.subarray(size));
    if (more === null && size === 0) return undefined;
    assert(more !== null, `the connection ended after ${size} bytes of a reply`);
    size += more;
  }
  return reply;
}
