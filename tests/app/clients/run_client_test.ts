import assert from "node:assert/strict";
import { HeldFolder, RUN_LOCK_NAME } from "../../../src/adapters/disk/state_folder.ts";
import { leaveMark, nextTryOn } from "../../../src/app/clients/client_run_mark.ts";
import { readClientStatus } from "../../../src/app/clients/client_status.ts";
import { clientPorts } from "../../../src/app/folders/folder.ts";
import { type ClientRun, runClient } from "../../../src/app/clients/run_client.ts";
import { SharedClient } from "../../../src/app/clients/shared_client.ts";
import { systemStopwatch } from "../../../src/adapters/system/system.ts";
import { Client } from "../../../src/client/client.ts";
import { NotNow } from "../../../src/client/renewing.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { clientProductKey, sampleLicence } from "../../support/samples/sample_licence.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

async function clientFolder(): Promise<TempFolder> {
  const folder = await TempFolder.make();
  await Deno.chmod(folder.path, 0o700);
  const ports = clientPorts(folder.path);
  await ports.documents.text("publisher.lic").write(sampleLicence());
  const client = await Client.open(ports);
  await client.installKey(clientProductKey(1));
  await client.changeSettings({ host: "127.0.0.1:1" });
  return folder;
}

const shared = (folder: TempFolder, signal = new AbortController().signal) =>
  new SharedClient(folder.path, systemStopwatch, signal);

/** Every file with what is in it. */
async function contents(folder: string): Promise<Record<string, string>> {
  const files = await Array.fromAsync(Deno.readDir(folder));
  const read = files.map(async ({ name }) => [name, await Deno.readTextFile(`${folder}/${name}`)] as const);
  return Object.fromEntries((await Promise.all(read)).sort());
}

Deno.test("a client that runs tells how it stands and when it tries next, and ends when it is told to", async () => {
  await using folder = await clientFolder();
  const [seen, ending] = [Promise.withResolvers<ClientRun>(), new AbortController()];
  const running = runClient({
    folder: folder.path,
    signal: ending.signal,
    seen: seen.resolve,
    note: () => {},
  });
  const { status, trouble } = await seen.promise;
  assert.deepEqual([status?.product?.name, status?.licenceState, trouble], ["Example Editor", 2, undefined]);
  assert.ok(Math.abs((status?.nextTry ?? 0) - (status?.time ?? 0)) <= 60_000);
  const second = { folder: folder.path, signal: ending.signal, seen: () => {}, note: () => {} };
  const error = await operationErrorOf(() => runClient(second));
  assert.match(
    error.message,
    new RegExp(`^kms client run keeps .* activated already \\(process ${Deno.pid}\\)$`),
  );
  ending.abort();
  await running;
  assert.equal((await readClientStatus(folder.path)).nextTry, null);
});

Deno.test("a host's folder is kept activated by its own means, and its status is no client's", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/state.json`, "{}");
  const { signal } = new AbortController();
  const options = { folder: folder.path, signal, seen: () => {}, note: () => {} };
  for (const work of [() => runClient(options), () => readClientStatus(folder.path)]) {
    assert.match((await operationErrorOf(work)).message, /is a KMS host's, and no client's/);
  }
});

Deno.test("the status is read while others work on the folder, and leaves nothing behind", async () => {
  await using folder = await clientFolder();
  const before = await contents(folder.path);
  assert.equal((await readClientStatus(folder.path)).licenceReason, "notActivatedYet");
  assert.deepEqual(await contents(folder.path), before);
  using _command = await HeldFolder.hold(folder.path);
  assert.equal((await readClientStatus(folder.path)).product?.name, "Example Editor");
});

Deno.test("the next try is known while one runs, and not from a mark that was left", async () => {
  await using folder = await clientFolder();
  await leaveMark(folder.path, 1_800_000_000_000);
  assert.equal(await nextTryOn(folder.path), null);
  using _running = await HeldFolder.hold(folder.path, 0, RUN_LOCK_NAME);
  assert.equal(await nextTryOn(folder.path), 1_800_000_000_000);
  assert.equal((await readClientStatus(folder.path)).nextTry, 1_800_000_000_000);
  await Deno.writeTextFile(`${folder.path}/client-run.json`, '{"nextTry": "soon"}');
  assert.equal(await nextTryOn(folder.path), null);
});

Deno.test("what a folder says that cannot be read is one sentence", async () => {
  await using folder = await clientFolder();
  await Deno.writeTextFile(`${folder.path}/client.json`, "{");
  assert.match((await operationErrorOf(() => readClientStatus(folder.path))).message, /client\.json/);
  await Deno.remove(`${folder.path}/client.json`);
  await Deno.mkdir(`${folder.path}/client.json`);
  assert.match((await operationErrorOf(() => readClientStatus(folder.path))).message, /is not a plain file/);
});

Deno.test("a shared client looks while a command holds the folder only when that is over, and fails at neither", async () => {
  await using folder = await clientFolder();
  const client = shared(folder);
  const held = await HeldFolder.hold(folder.path);
  await assert.rejects(() => client.read(() => Promise.resolve()), NotNow);
  const writing = client.write((client) => Promise.resolve(client.hasKey));
  held[Symbol.dispose]();
  assert.equal(await writing, true);
  assert.equal(await client.read((client) => Promise.resolve(client.hasKey)), true);
});

Deno.test("a shared client that only reads leaves a folder as it was, though there is something to remember", async () => {
  await using folder = await clientFolder();
  const before = await contents(folder.path);
  await shared(folder).read((client) => client.rearm());
  assert.deepEqual(await contents(folder.path), before);
});

Deno.test("the events of a try are in the client's log, and the folder is not held meanwhile", async () => {
  await using folder = await clientFolder();
  const client = await shared(folder).write((client) => Promise.resolve(client));
  const asked = client.ask();
  using _command = await HeldFolder.hold(folder.path, 5000);
  _command[Symbol.dispose]();
  assert.equal((await asked).kind, "refused");
  const log = await Deno.readTextFile(`${folder.path}/client-events.jsonl`);
  assert.deepEqual(log.trim().split("\n").map((line) => JSON.parse(line).id), [12288, 12289]);
});

Deno.test("a client that is being ended begins to write nothing more", async () => {
  await using folder = await clientFolder();
  const ending = new AbortController();
  const client = shared(folder, ending.signal);
  ending.abort();
  await assert.rejects(() => client.write((client) => client.rearm()), NotNow);
  await client.written();
});

Deno.test("a folder that became a host's is told as such", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/secrets.json`, '{"productKey": "x"}');
  await assert.rejects(() => shared(folder).read(() => Promise.resolve()), OperationError);
});
