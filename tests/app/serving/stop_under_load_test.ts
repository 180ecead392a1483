import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { Computers } from "../../support/numbers/computers.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const HELD = 20;
const SERIES = 8;
const LOAD = 200;

/** What a host's checkpoint holds. */
interface Checkpoint {
  readonly state: {
    readonly facts: { readonly counters: { readonly requests: number } };
    readonly machines: { readonly records: number };
  };
}

Deno.test("a host under load that is told SIGTERM answers what is under way, writes its checkpoint, and has all that it acknowledged", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("host");
  {
    await using console = await openConsole(folder, true);
    await site.activate(console);
  }
  const words = ["serve", "--state", folder, "--listen", "127.0.0.1", "--port", "0", "--json"];
  await using child = new ChildProgram("serving_child.ts", words);
  const { listening } = JSON.parse(await child.line());
  const computers = new Computers(site.licence, "Server", listening.port);

  const held = await Promise.all(Array.from({ length: HELD }, () => computers.connect()));
  for (const [n, connection] of held.entries()) {
    assert(await (await computers.ask(connection, `held-${n}`))());
  }
  const loaded = Promise.withResolvers<void>();
  let replies = 0;
  const onReply = () => void (++replies === LOAD && loaded.resolve());
  const series = Array.from({ length: SERIES }, (_, n) => computers.askUntilRefused(`series-${n}`, onReply));
  await loaded.promise;

  const reads = await Promise.all(held.map((connection, n) => computers.ask(connection, `late-${n}`)));
  const ended = child.end();
  const answered = await Promise.all(reads.map((read) => read()));
  assert.deepEqual(answered, Array(HELD).fill(true), "a request that was under way was not answered");
  for (const connection of held) connection.close();
  assert.equal(await ended, 0);
  await Promise.all(series);

  computers.checkReplies();
  const checkpoint: Checkpoint = JSON.parse(await Deno.readTextFile(`${folder}/state.json`));
  await using console = await openConsole(folder, false);
  const status = await console.call("status", {});
  assert(status.role === "host");
  assert.equal(checkpoint.state.facts.counters.requests, status.requests.total);
  assert.equal(checkpoint.state.machines.records, status.known);
  assert(
    status.known >= computers.names.size,
    `${computers.names.size} were acknowledged, ${status.known} are known`,
  );
  assert(computers.names.size >= LOAD + 2 * HELD);
});
