import assert from "node:assert/strict";
import { tcpNetwork } from "../../src/adapters/network/tcp.ts";
import { systemTimer } from "../../src/adapters/system/system.ts";
import { checkReply } from "../../src/client/check.ts";
import { exchange } from "../../src/client/exchange.ts";
import { decodeLicenceFile } from "../../src/crypto/licence_file.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { requestFor } from "./site/first_reply.ts";
import { runLoad, sound } from "./site/load.ts";
import { compileNative, type NativePrograms } from "./site/native_programs.ts";
import { RunningProgram } from "./site/running_program.ts";
import { type ActivatedHost, activateHost } from "./site/state_folders.ts";

const LIBRARIES = ["libcrypto", "libsodium"];
const TIMEOUT_MS = 10_000;

/** The reference as the host that `host` is, compiled by this computer's gcc. */
class TestReference implements AsyncDisposable {
  readonly journal: string;
  readonly #program: RunningProgram;

  constructor(
    readonly folder: string,
    readonly made: { programs: NativePrograms; host: ActivatedHost },
    { library = "libsodium", env = {} }: { library?: string; env?: Record<string, string> } = {},
  ) {
    this.journal = `${folder}/${library}.journal`;
    const args = [library, `${folder}/identity`, this.journal];
    this.#program = new RunningProgram(made.programs.reference, { args, env });
  }

  async port(): Promise<number> {
    return Number(await this.#program.firstLine());
  }

  async ask(request: Uint8Array) {
    const connection = await tcpNetwork.connect("127.0.0.1", await this.port(), TIMEOUT_MS);
    const held = [decodeLicenceFile(this.made.host.licenceFile).authorityBytes];
    return await exchange({ connection, timer: systemTimer }, request, held, TIMEOUT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }
}

async function withHost(
  t: Deno.TestContext,
  tests: Record<string, (folder: string, made: TestReference["made"]) => Promise<void>>,
): Promise<void> {
  await using folder = await TempFolder.make();
  const [host, programs] = await Promise.all([activateHost(folder.path), compileNative(folder.path)]);
  await Deno.writeFile(`${folder.path}/identity`, host.identity);
  for (const [name, test] of Object.entries(tests)) {
    await t.step(name, () => test(folder.path, { programs, host }));
  }
}

Deno.test({
  name: "the reference of the bench does what a host does at the least",
  ignore: Deno.build.os !== "linux",
  fn: (t) =>
    withHost(t, {
      "its replies hold for the product's client, and are in its journal, with each library": async (
        folder,
        made,
      ) => {
        const { payload, roots } = decodeLicenceFile(made.host.licenceFile);
        for (const library of LIBRARIES) {
          await using reference = new TestReference(folder, made, { library });
          const request = requestFor(made.host.productId);
          const answer = await reference.ask(request);
          assert(answer.kind === "answered");
          const checked = checkReply(answer.frames, {
            roots,
            product: payload.products[0]!,
            now: Date.now(),
          });
          assert.equal(checked.kind, "sound", JSON.stringify(checked));
          const journal = await Deno.readFile(reference.journal);
          assert.equal(journal.subarray(12).toHex(), request.toHex(), "behind time and sequence");
        }
      },
      "it sends no reply that is not synced": async (folder, made) => {
        const env = { LD_PRELOAD: made.programs.slowSync, FAIL_SYNC: "1" };
        await using reference = new TestReference(folder, made, { env });
        await assert.rejects(reference.ask(requestFor(made.host.productId)), /closed the connection|reset/);
      },
      "what is no request gets an error frame": async (folder, made) => {
        await using reference = new TestReference(folder, made);
        const request = requestFor(made.host.productId);
        request[4] = 0x80; // a reserved flag
        const answer = await reference.ask(request);
        assert.deepEqual(answer, { kind: "error", result: 0x80070057 });
      },
      "the clients count, and know a signature that is not the host's": async (folder, made) => {
        await using reference = new TestReference(folder, made);
        const target = { ...made.host, port: await reference.port() };
        const options = { clients: 20, inFlight: 4, exchanges: 16, nameBytes: 63, milliseconds: 100 };
        const load = sound(await runLoad(made.programs.load, target, options));
        assert(load.p50 <= load.p99 && load.p99 <= load.max && load.perSecond > 0, JSON.stringify(load));
        assert.deepEqual([load.bytesSent, load.bytesReceived], [154, 232]);
        const stranger = { ...target, hostKey: "00".repeat(32) };
        const forged = await runLoad(made.programs.load, stranger, options);
        assert.equal(forged.forged, forged.checked);
        assert.throws(() => sound(forged), /does not count/);
      },
    }),
});
