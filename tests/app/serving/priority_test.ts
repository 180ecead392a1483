import assert from "node:assert/strict";
import { getPriority } from "node:os";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const MAIN = new URL("../../../main.ts", import.meta.url).pathname;

/** Takes from root what lets it raise a priority again; of any other user Linux lets nobody. */
const UNPRIVILEGED = Deno.uid() === 0 ? ["setpriv", "--bounding-set", "-sys_nice"] : [];

/** Nice value that this process was started with, and what it starts. */
const STARTED = getPriority();
const LOW = 10;

interface Nices {
  /** Nice values of the process's threads, each once, in order. */
  readonly values: readonly number[];
}

/** From the system: field 19 of /proc/PID/task/TID/stat (proc(5)). */
async function nicesOf(pid: number): Promise<Nices> {
  const values = new Set<number>();
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const stat = await Deno.readTextFile(`/proc/${pid}/task/${name}/stat`).catch(() => "");
    if (stat !== "") values.add(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]));
  }
  return { values: [...values].sort((a, b) => a - b) };
}

async function until(pid: number, ...nices: readonly number[]): Promise<void> {
  const wanted = [...new Set(nices)].sort((a, b) => a - b);
  const tries = 200;
  for (let i = 0; i < tries; i++) {
    const { values } = await nicesOf(pid);
    if (values.join() === wanted.join()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`the threads' nice values are ${(await nicesOf(pid)).values}, expected ${wanted}`);
}

async function kms(folder: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MAIN, "--state", folder, ...args],
  }).output();
  const text = { stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  assert(success, text.stderr);
  return text;
}

/** A host of its own, started with `prefix` before its command; resolves once it listens. */
async function serve(folder: string, prefix: readonly string[]): Promise<Deno.ChildProcess> {
  const [program, ...args] = [...prefix, Deno.execPath(), "run", "-A", "--no-check", MAIN];
  const child = new Deno.Command(program!, {
    args: [...args, "--state", folder, "serve", "--listen", "127.0.0.1", "--port", "0"],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  assert.match(new TextDecoder().decode(value), /^KMS host listening/);
  reader.cancel();
  return child;
}

const USERS = [["a user who may raise it again", []], ["a user who may not", UNPRIVILEGED]] as const;
for (const [who, prefix] of USERS) {
  Deno.test({
    name: `/cpri lowers the listener's scheduling priority, /spri restores it: ${who}`,
    ignore: Deno.build.os !== "linux", // nice values of threads are read from /proc
    async fn() {
      await using folder = await TempFolder.make();
      const state = `${folder.path}/host`;
      const child = await serve(state, prefix);
      await until(child.pid, STARTED);
      assert.equal((await kms(state, "/cpri")).stdout, "The listener runs with low priority.\n");
      await until(child.pid, STARTED, LOW);
      const restored = await kms(state, "/spri");
      assert.equal(restored.stdout, "The listener runs with normal priority.\n");
      const mayRaise = Deno.uid() === 0 && prefix.length === 0;
      assert.equal(restored.stderr.includes("the listener begins anew"), !mayRaise);
      await until(child.pid, mayRaise ? 0 : STARTED);
      assert.match((await kms(state, "/dli")).stdout, /Listening on port: \d+ on 127/);
      await kms(state, "/cpri");
      child.kill("SIGTERM");
      await child.status;
      const again = await serve(state, prefix);
      await until(again.pid, STARTED, LOW);
      again.kill("SIGTERM");
      await again.status;
    },
  });
}
