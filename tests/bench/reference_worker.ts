import { SigningKey } from "../../src/crypto/ed25519.ts";
import { REPLY_BODY_BYTES } from "../../src/protocol/reply.ts";

/**
 * The least that a host does: takes a frame, signs 232 bytes, answers. No journal, no policy, no checks. What the host's figures are
 * compared with.
 */
const key = SigningKey.fromSeed(new Uint8Array(32).fill(7));
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
(self as unknown as { postMessage(message: unknown): void }).postMessage({ port: listener.addr.port });

for await (const connection of listener) answer(connection).catch(() => connection.close());

async function answer(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(256);
  const size = await connection.read(buffer);
  const body = new Uint8Array(REPLY_BODY_BYTES);
  const reply = new Uint8Array([...body, ...key.sign("VA1-reply", buffer.subarray(0, size ?? 0), body)]);
  await connection.write(reply);
  connection.close();
}
