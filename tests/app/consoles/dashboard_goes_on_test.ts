import assert from "node:assert/strict";
import { systemClock, systemStopwatch, systemTimer } from "../../../src/adapters/system/system.ts";
import { connectRemote } from "../../../src/app/consoles/connect_remote.ts";
import { LocalConsole } from "../../../src/app/consoles/local_console.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import { Supervisor } from "../../../src/app/serving/supervisor.ts";
import { show } from "../../../tui/show.tsx";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { freePort } from "../../support/programs/free_port.ts";
import { FakeTerminal } from "../../support/terminal/fake_terminal.ts";

const HOST_WORKER = new URL("../../../src/app/serving/host_worker.ts", import.meta.url);
const PASSWORD = "correct horse";

type Host = Parameters<typeof show>[0]["host"];

/** The dashboard says that the host is away, goes on with the next, and leaves the terminal as it was. */
async function goesOn(host: Host, sign: RegExp, end: () => Promise<void>, startAgain: () => Promise<void>) {
  const terminal = new FakeTerminal(120, 30);
  const done = show(
    { host, title: "KMS host", colour: false, elapsed: systemStopwatch.elapsed },
    terminal.streams(),
  );
  await terminal.frameWith((frame) => sign.test(frame));
  await end();
  await terminal.frameWith((frame) => frame.includes("No connection."));
  await startAgain();
  const frame = await terminal.frameWith((frame) => sign.test(frame) && !frame.includes("No connection."));
  assert.match(frame, /connected again; what happened meanwhile is not shown/);
  assert.equal(terminal.raw, true);
  terminal.press("q");
  await done;
  assert.equal(terminal.raw, false);
}

function startHost(folder: string): Promise<RunningHost> {
  return RunningHost.start({
    folder,
    address: "127.0.0.1",
    port: 0,
    note: () => {},
    onFailure: (error) => assert.fail(String(error)),
    onRenewal: () => assert.fail("another thread was asked for"),
  });
}

Deno.test("a dashboard of another computer's host says that it is away, and goes on when it was started again", async () => {
  await using folder = await TempFolder.make();
  let host = await startHost(folder.path);
  const port = freePort();
  {
    await using local = await openConsole(folder.path, false);
    await local.call("addUser", { name: "alice", role: "administrator", password: PASSWORD });
    await local.call("changeAdmin", { enabled: true, port, address: "127.0.0.1" });
  }
  await using console = await connectRemote({
    computer: `127.0.0.1:${port}`,
    user: "alice",
    password: () => Promise.resolve(PASSWORD),
    fingerprint: undefined,
    knownHosts: `${folder.path}/known_hosts`,
    note: () => {},
  });
  const startAgain = async () => void (host = await startHost(folder.path));
  await goesOn(console, /alice, administrator[\s\S]*listening on/, () => host.stop(), startAgain);
  await host.stop();
});

Deno.test("a dashboard whose host's worker dies says so, and goes on with the worker that follows", async () => {
  await using folder = await TempFolder.make();
  const workers: Worker[] = [];
  const notes: string[] = [];
  const supervisor = new Supervisor({ folder: folder.path, address: "127.0.0.1", port: 0 }, {
    clock: systemClock,
    timer: systemTimer,
    note: (text) => notes.push(text),
    createWorker() {
      const worker = new Worker(HOST_WORKER, { type: "module" });
      workers.push(worker);
      return worker;
    },
  });
  await supervisor.start();
  await using console = new LocalConsole(folder.path);
  const die = () => {
    workers[0]!.dispatchEvent(new ErrorEvent("error", { message: "a bug", cancelable: true }));
    return Promise.resolve();
  };
  await goesOn(console, /listening on 127\.0\.0\.1/, die, () => Promise.resolve());
  assert.equal(workers.length, 2);
  assert.match(notes[0] ?? "", /^the host failed and is started again in 0\.5 s: a bug/);
  await supervisor.stop();
});
