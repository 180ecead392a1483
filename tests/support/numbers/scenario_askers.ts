import assert from "node:assert/strict";
import type { RunningHost } from "../../../src/app/serving/running_host.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { fromHex } from "../../../src/protocol/bytes.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { decodeReply, type Reply } from "../../../src/protocol/reply.ts";
import { LicenceState } from "../../../src/protocol/licence_state.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { readReply } from "./computers.ts";
import { NO_HARDWARE, requestOf } from "../counting.ts";
import { SCENARIO, SERVED, UNSERVED } from "./scenario.ts";
import { type Asked, type Figures, ScenarioRecord } from "./scenario_record.ts";
import { bytesNamed } from "../fakes/seeded_random.ts";
import type { TestSite } from "../roles/test_site.ts";

const LATE_SECONDS = 5 * 60 * 60;

/** Computers of a site, which ask over connections of their own. */
class Askers {
  readonly #productIds: ReadonlyMap<string, string>;
  readonly #port: number;

  constructor(site: TestSite, host: RunningHost) {
    const { products } = decodeLicenceFile(site.licence).payload;
    this.#productIds = new Map(products.map(({ name, id }) => [name, id]));
    this.#port = host.listening!.port;
  }

  async ask({ name, image = name, product, state, ...asked }: Asked, probe = false): Promise<Reply> {
    const now = Date.now() + (asked.late ? LATE_SECONDS * 1000 : 0);
    const id = this.#productIds.get(product);
    const frame = encodeRequest(requestOf(name, now, {
      machineId: bytesNamed(image),
      hardware: asked.bare ? NO_HARDWARE : bytesNamed(`hardware of ${name}`),
      productId: id === undefined ? bytesNamed(product) : fromHex(id, 16, "product ID"),
      licenceState: LicenceState[state],
      minutesLeft: asked.minutesLeft,
      virtual: asked.virtual ?? false,
      ephemeral: asked.ephemeral ?? false,
      renewal: asked.renewal ?? false,
      probe,
    }));
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: this.#port });
    await connection.write(frame);
    return decodeReply((await readReply(connection))!);
  }
}

/** What happens to a host, and what must be told of it from then on. Each answer is held against the scenario as it comes. */
export async function happen(site: TestSite, host: RunningHost): Promise<Figures> {
  const askers = new Askers(site, host);
  const record = new ScenarioRecord(SERVED, UNSERVED);
  for (const asked of SCENARIO) {
    const { result, count } = await askers.ask(asked);
    record.take(asked);
    assert.deepEqual([result, count], [HResult[asked.answer], record.count], `the answer to ${asked.name}`);
  }
  await askers.ask(SCENARIO[0]!, true); // a probe, which is nowhere
  return record.figures();
}
