import assert from "node:assert/strict";
import { tcpNetwork } from "../../../src/adapters/network/tcp.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import type { HostStatus } from "../../../src/api/types.ts";
import { decodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import { FrameReader, frameType, Type } from "../../../src/protocol/frame.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { decodeReply } from "../../../src/protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { requestOf } from "../../support/counting.ts";
import type { ChildProgram } from "../../support/programs/child_process.ts";
import { type Faked, fakedProgram, type FakedSite, setClock } from "./faked.ts";

/** What a host answered, and when by its clock, in seconds since 1970; null where it was an error frame. */
export interface Answered {
  readonly result: number;
  readonly issued: number | null;
}

/** The host program as a process of its own, whose clock is set while it runs. */
export class FakedHost implements AsyncDisposable {
  readonly #child: ChildProgram;
  readonly #site: FakedSite;
  readonly port: number;

  private constructor(child: ChildProgram, site: FakedSite, port: number) {
    this.#child = child;
    this.#site = site;
    this.port = port;
  }

  static async start(site: FakedSite, faked: Faked): Promise<FakedHost> {
    const words = [
      "--state",
      `${site.folder}/host`,
      "serve",
      "--listen",
      "127.0.0.1",
      "--port",
      "0",
      "--json",
    ];
    const child = await fakedProgram("serving_child.ts", words, faked, site.folder);
    const { listening } = JSON.parse(await child.line());
    return new FakedHost(child, site, listening.port);
  }

  async setClock(clock: string): Promise<void> {
    await setClock(this.#site.folder, clock);
  }

  /** A computer whose clock is at `now` (milliseconds since 1970) asks. */
  async ask(computer: string, now: number): Promise<Answered> {
    const productId = Uint8Array.fromHex(this.#site.server);
    const frame = await this.#exchange(requestOf(computer, now, { productId }));
    if (frameType(frame) !== Type.reply) return { result: decodeErrorFrame(frame), issued: null };
    const { result, issued } = decodeReply(frame);
    return { result, issued };
  }

  /** Some computers ask, and are all activated. */
  async activates(computers: number, now: number): Promise<void> {
    for (let n = 1; n <= computers; n++) {
      assert.equal((await this.ask(`computer ${n}`, now)).result, HResult.activated, `computer ${n}`);
    }
  }

  /** What it tells of itself. */
  async status(): Promise<HostStatus> {
    await using console = await openConsole(`${this.#site.folder}/host`, false);
    const status = await console.call("status", {});
    assert(status.role === "host");
    return status;
  }

  async stop(): Promise<void> {
    assert.equal(await this.#child.end(), 0, "the host's exit status");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }

  async #exchange(request: ActivationRequest): Promise<Uint8Array> {
    const connection = await tcpNetwork.connect("127.0.0.1", this.port, 10_000);
    const reader = new FrameReader();
    try {
      await connection.write(encodeRequest(request));
      for (let chunk = await connection.read(); chunk !== null; chunk = await connection.read()) {
        reader.add(chunk);
        const frame = reader.next();
        if (frame !== undefined) return frame;
      }
      return assert.fail("the host closed the connection before it answered");
    } finally {
      connection.close();
    }
  }
}
