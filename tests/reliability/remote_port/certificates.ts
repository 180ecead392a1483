import assert from "node:assert/strict";
import { connectRemote } from "../../../src/app/consoles/connect_remote.ts";
import type { Console } from "../../../src/api/console.ts";
import type { OperationError } from "../../../src/policy/operation_error.ts";
import { RawRelay } from "./raw_relay.ts";
import { RecordingServer } from "../../support/programs/tls_peer.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const PASSWORD = "secret words that nobody else may have";

/** Where a client knows a certificate from. */
const KNOWING = ["--fingerprint", "the first connection"] as const;
/** When another server answers in the host's place. */
const SWAPPED = ["before the first call", "between two calls", "for a stream"] as const;

/** A client that knows one certificate meets another, at each moment there is. Resolves with how often; nothing may reach the other server. */
export async function meetOtherCertificates(times: number): Promise<number> {
  await using host = await RecordingServer.listen();
  await using other = await RecordingServer.listen();
  let met = 0;
  for (let i = 0; i < times; i++) {
    for (const knowing of KNOWING) {
      for (const swapped of SWAPPED) {
        const { message } = await meet({ host, other }, knowing, swapped);
        await other.ended(++met);
        const what = `reached another server ${swapped}, where it was known by ${knowing}`;
        assert.equal(other.received, 0, `${other.received} bytes of the request ${what}`);
        assert.match(message, /certificate/, `${swapped}, known by ${knowing}`);
      }
    }
  }
  return met;
}

/** One address, behind which there is first one server, then the other. Resolves with what the client says of that. */
async function meet(
  { host, other }: { host: RecordingServer; other: RecordingServer },
  knowing: typeof KNOWING[number],
  swapped: typeof SWAPPED[number],
): Promise<OperationError> {
  using relay = RawRelay.to(host.port);
  await using folder = await TempFolder.make();
  const connect = () =>
    connectRemote({
      computer: `127.0.0.1:${relay.port}`,
      user: "alice",
      password: () => Promise.resolve(PASSWORD),
      fingerprint: knowing === "--fingerprint" ? host.fingerprint : undefined,
      knownHosts: `${folder.path}/known_hosts`,
      note: () => {},
    });
  const console = await connect(); // from now on the certificate is known
  if (swapped === "between two calls") await operationErrorOf(() => console.call("status", {})); // it says nothing
  relay.target = other.port;
  const first = swapped === "before the first call";
  return await operationErrorOf(async () => await use(first ? await connect() : console, swapped));
}

async function use(console: Console, swapped: typeof SWAPPED[number]): Promise<void> {
  if (swapped !== "for a stream") return void await console.call("status", {});
  for await (const _ of console.watch(new AbortController().signal)) return;
}
