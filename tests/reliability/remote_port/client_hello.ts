import { concat } from "../../../src/protocol/bytes.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { Stranger } from "./stranger.ts";

/** What a client of TLS 1.3 sends first, as it is: one record with a ClientHello (RFC 8446, 4.1.2). */
export async function realClientHello(): Promise<Uint8Array> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using _client = Stranger.tls(listener.addr.port);
  using connection = await listener.accept();
  const buffer = new Uint8Array(20_000);
  const length = await connection.read(buffer) ?? 0;
  return buffer.slice(0, length);
}

const HEADER = 5;
const SUPPORTED_VERSIONS = [0x00, 0x2b];

/** The ways to begin otherwise than TLS has it. */
const WAYS: readonly ((hello: Uint8Array, random: SeededRandom) => Uint8Array)[] = [
  (_, random) => random.bytes(1 + random.upTo(2000)),
  (hello, random) => hello.slice(0, random.upTo(hello.length - 1)),
  mutated,
  mutated,
  (hello) => withoutNewVersions(hello),
  (hello) => changed(hello, 1, [2, 0]), // SSL 2 as the record's version
  () => Uint8Array.of(0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10, ...new Uint8Array(35)), // SSL 2's own hello
  () => new TextEncoder().encode("GET /v1/status HTTP/1.1\r\nhost: x\r\nauthorization: Basic YTpi\r\n\r\n"),
  (hello, random) => concat(changed(hello, 3, [0xff, 0xff]), random.bytes(65_530)), // a record without end
  (hello) => concat(hello, hello), // a second beginning, as renegotiation had it
  (hello, random) => concat(hello, record(23, random.bytes(300))), // data before there are keys
  (hello) => concat(record(20, Uint8Array.of(1)), record(21, Uint8Array.of(2, 40)), hello),
  (hello) => fragmented(hello),
  (hello) => changed(hello, HEADER + 1, [0xff, 0xff, 0xff]), // a message longer than its record
  () => new Uint8Array(0),
];
export const WAY_COUNT = WAYS.length;

/** A beginning that is none, of the kind with this number. */
export function malformed(hello: Uint8Array, kind: number, random: SeededRandom): Uint8Array {
  return WAYS[kind % WAYS.length]!(hello, random);
}

function mutated(hello: Uint8Array, random: SeededRandom): Uint8Array {
  const bytes = hello.slice();
  for (let i = 0; i <= random.upTo(8); i++) bytes[random.upTo(bytes.length - 1)] = random.upTo(255);
  return bytes;
}

function changed(hello: Uint8Array, at: number, bytes: readonly number[]): Uint8Array {
  const copy = hello.slice();
  copy.set(bytes, at);
  return copy;
}

/** The extension that tells of TLS 1.3 by another number: what is left is a client of TLS 1.2. */
function withoutNewVersions(hello: Uint8Array): Uint8Array {
  const at = hello.findIndex((byte, i) =>
    byte === SUPPORTED_VERSIONS[0] && hello[i + 1] === SUPPORTED_VERSIONS[1]
  );
  return at < 0 ? hello.slice(0, 9) : changed(hello, at, [0xfa, 0xfa]);
}

function record(type: number, content: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(type, 3, 3, content.length >> 8, content.length & 255), content);
}

/** A byte a record. */
function fragmented(hello: Uint8Array): Uint8Array {
  return concat(...Array.from(hello.subarray(HEADER), (byte) => record(22, Uint8Array.of(byte))));
}
