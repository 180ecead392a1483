import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { writeSelfExtracting } from "./self_extracting.ts";

/** Stands in for Deno: shows what it was started with, and ends with status 7. */
const RUNTIME = `#!/bin/sh
cat
for argument; do printf '<%s>\\n' "$argument"; done
printf 'DENO_DIR=%s\\nKMS_EXECUTABLE=%s\\numask=%s\\n' "$DENO_DIR" "$KMS_EXECUTABLE" "$(umask)"
exit 7
`;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A program that unpacks into a folder of the test's own; `size` makes its archive larger. */
async function createLab(size = 0) {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  const [bundle, program] = [join(folder, "bundle"), join(folder, "my kms")];
  await Deno.mkdir(join(bundle, "deep"), { recursive: true });
  await Deno.writeTextFile(join(bundle, "main.js"), "1;\n");
  await Deno.writeFile(join(bundle, "deep", "worker.js"), randomBytes(16 + size));
  await Deno.writeTextFile(join(folder, "deno"), RUNTIME);
  await writeSelfExtracting({ bundle, runtime: join(folder, "deno") }, program);
  const env = { PATH: "/usr/bin:/bin", XDG_CACHE_HOME: join(folder, "cache") };
  return {
    folder,
    program,
    env,
    store: join(folder, "cache", "kms"),
    run: (args: string[] = [], input = "", settings: Record<string, string> = {}) =>
      runProgram(program, { args, env: { ...env, ...settings }, input }),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

type Lab = Awaited<ReturnType<typeof createLab>>;

async function runProgram(
  program: string,
  { args, env, input }: { args: string[]; env: Record<string, string>; input: string },
): Promise<Ended> {
  const pipes = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  const child = new Deno.Command(program, { args, clearEnv: true, env, ...pipes }).spawn();
  await ReadableStream.from([new TextEncoder().encode(input)]).pipeTo(child.stdin);
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** A `PATH` whose tar finds the disk full, for each of many files, where its folder matches the shell pattern. */
async function withFullDisk(lab: Lab, pattern: string): Promise<Record<string, string>> {
  const tools = join(lab.folder, "tools");
  await Deno.mkdir(tools);
  const tar = `#!/bin/sh
case $PWD in ${pattern}) ;; *) PATH=/usr/bin:/bin exec tar "$@" ;; esac
cat >/dev/null
for file in 1 2 3; do
  echo "tar: $file: Wrote only 512 of 10240 bytes" >&2
  echo "tar: $file: Cannot write: No space left on device" >&2
done
exit 2
`;
  await Deno.writeTextFile(join(tools, "tar"), tar, { mode: 0o755 });
  return { PATH: `${tools}:${lab.env.PATH}` };
}

/** The folder that the program's output says it ran in. */
function folderOf({ out }: Ended): string {
  return out.match(/^DENO_DIR=(.*)\/cache$/m)?.[1] ?? "";
}

/** Makes a folder like one that a start of so long ago left behind. */
async function leaveBehind(lab: Lab, process: number, secondsAgo: number): Promise<string> {
  const name = `part.${process}.${Math.floor(Date.now() / 1000) - secondsAgo}`;
  await Deno.mkdir(join(lab.store, name, name), { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(join(lab.store, name, name, "deno"), "part of a runtime");
  return name;
}

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = new Deno.Command("true").spawn();
  await child.status;
  return child.pid;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name)).sort();
}

/** Runs the test only where the file it is about can run. */
function onUnix(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });
}

onUnix("the self-extracting file passes arguments, input and the exit status through", async () => {
  await using lab = await createLab();
  const { code, out, err } = await lab.run(["two words", "", "--help", "*"], "from stdin\n");
  strictEqual(err, "");
  strictEqual(code, 7);
  const lines = out.split("\n");
  strictEqual(lines[0], "from stdin");
  deepStrictEqual(lines.slice(lines.findIndex((line) => line.endsWith("/main.js>")) + 1, -4), [
    "<two words>",
    "<>",
    "<--help>",
    "<*>",
  ]);
  ok(out.includes(`KMS_EXECUTABLE=${lab.program}\n`));
  strictEqual(lines.at(-2), `umask=${Deno.umask().toString(8).padStart(4, "0")}`);
});

onUnix("the self-extracting file unpacks on its first start only", async () => {
  await using lab = await createLab();
  await lab.run();
  const [id = ""] = await namesIn(lab.store);
  const first = await Deno.stat(join(lab.store, id, "deno"));
  strictEqual((await lab.run()).code, 7);
  const second = await Deno.stat(join(lab.store, id, "deno"));
  strictEqual(second.ino, first.ino);
  deepStrictEqual(await namesIn(lab.store), [id]);
  strictEqual((await Deno.stat(lab.store)).mode! & 0o777, 0o700);
});

onUnix("concurrent first starts all run, and leave one complete folder", async () => {
  await using lab = await createLab(3_000_000);
  const ended = await Promise.all(Array.from({ length: 8 }, () => lab.run()));
  deepStrictEqual(ended.map(({ code, err }) => ({ code, err })), Array(8).fill({ code: 7, err: "" }));
  const [id = "", ...others] = await namesIn(lab.store);
  deepStrictEqual(others, []);
  deepStrictEqual(await namesIn(join(lab.store, id)), ["deep", "deno", "main.js"]);
});

onUnix("a start that was killed while it unpacked leaves nothing that the next one uses", async () => {
  await using lab = await createLab(20_000_000);
  const killed = new Deno.Command(lab.program, { clearEnv: true, env: lab.env, stderr: "null" }).spawn();
  while (!(await namesIn(lab.store).catch(() => [])).some((name) => name.startsWith("part."))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  killed.kill("SIGKILL");
  await killed.status;
  strictEqual((await lab.run()).code, 7);
  // Only the shell was killed: what it had started goes on, and removes its own part at the end.
  while ((await namesIn(lab.store)).length > 1) await new Promise((resolve) => setTimeout(resolve, 5));
});

onUnix("what killed starts left is removed, with and without an archive to unpack", async () => {
  await using lab = await createLab();
  const ended = await endedProcess();
  for (let round = 0; round < 2; round++) {
    await leaveBehind(lab, ended, 3_600);
    await leaveBehind(lab, Deno.pid, 2 * 86_400);
    strictEqual((await lab.run()).code, 7);
    strictEqual((await namesIn(lab.store)).length, 1);
  }
});

onUnix("what another start may still be unpacking stays", async () => {
  await using lab = await createLab();
  const left = [await leaveBehind(lab, await endedProcess(), 60), await leaveBehind(lab, Deno.pid, 3_600)];
  for (let round = 0; round < 2; round++) {
    const { code, err } = await lab.run();
    deepStrictEqual({ code, err }, { code: 7, err: "" });
    const names = await namesIn(lab.store);
    deepStrictEqual(names.filter((name) => name.startsWith("part.")), left.toSorted());
  }
});

onUnix("a folder that lost a file, or has an empty one, is unpacked again", async () => {
  await using lab = await createLab();
  await lab.run();
  const [id = ""] = await namesIn(lab.store);
  await Deno.remove(join(lab.store, id, "deep", "worker.js"));
  strictEqual((await lab.run()).code, 7);
  await Deno.truncate(join(lab.store, id, "main.js"));
  strictEqual((await lab.run()).code, 7);
  strictEqual(await Deno.readTextFile(join(lab.store, id, "main.js")), "1;\n");
  deepStrictEqual(await namesIn(lab.store), [id]);
});

onUnix("a folder with a file of another size is repaired, by many starts at the same time too", async () => {
  await using lab = await createLab(100_000);
  await lab.run();
  const [id = ""] = await namesIn(lab.store);
  for (const file of ["deno", "main.js", "deep/worker.js"]) {
    const path = join(lab.store, id, file);
    const { size } = await Deno.stat(path);
    for (const damaged of [size - 1, size + 1]) {
      await Deno.truncate(path, damaged);
      const ended = await Promise.all(Array.from({ length: 4 }, () => lab.run()));
      deepStrictEqual(ended.map(({ code, err }) => ({ code, err })), Array(4).fill({ code: 7, err: "" }));
      strictEqual((await Deno.stat(path)).size, size);
    }
  }
  deepStrictEqual(await namesIn(lab.store), [id]);
  deepStrictEqual(await namesIn(join(lab.store, id)), ["deep", "deno", "main.js"]);
});

onUnix("settings for ls do not make a complete folder look damaged", async () => {
  await using lab = await createLab(100_000);
  await lab.run();
  const path = join(lab.store, (await namesIn(lab.store))[0] ?? "", "deno");
  const { ino } = await Deno.stat(path);
  const settings = { BLOCK_SIZE: "human-readable", TIME_STYLE: "long-iso", QUOTING_STYLE: "c" };
  strictEqual((await lab.run([], "", { ...settings, CLICOLOR_FORCE: "1" })).code, 7);
  strictEqual((await Deno.stat(path)).ino, ino);
});

onUnix("a place on a full disk is passed over without a word, and keeps nothing", async () => {
  await using lab = await createLab();
  const env = await withFullDisk(lab, `${lab.folder}/*`);
  const ended = await lab.run([], "", env);
  deepStrictEqual({ code: ended.code, err: ended.err }, { code: 7, err: "" });
  deepStrictEqual((await namesIn(lab.folder)).includes("cache"), false);
  match(folderOf(ended), /^\/var\/tmp\/kms-\d+\/[0-9a-f]{32}$/);
  await Deno.remove(folderOf(ended), { recursive: true });
});

onUnix("if every place is on a full disk, one line says so and what to do", async () => {
  await using lab = await createLab();
  const { code, out, err } = await lab.run([], "", await withFullDisk(lab, "*"));
  deepStrictEqual({ code, out }, { code: 1, out: "" });
  match(
    err,
    /^kms: cannot unpack itself: [^\n]+\/cache\/kms: no space left; [^\n]*set XDG_CACHE_HOME[^\n]+\n$/,
  );
  strictEqual((await namesIn(lab.folder)).includes("cache"), false);
});

onUnix("without a home nothing is left in the places that are not used", async () => {
  await using lab = await createLab();
  const temporary = join(lab.folder, "temporary");
  await Deno.mkdir(temporary);
  for (let round = 0; round < 2; round++) {
    const ended = await lab.run([], "", { XDG_CACHE_HOME: "", TMPDIR: temporary });
    deepStrictEqual({ code: ended.code, err: ended.err }, { code: 7, err: "" });
    match(folderOf(ended), /^\/var\/tmp\/kms-/);
    deepStrictEqual(await namesIn(temporary), []);
    if (round === 1) await Deno.remove(folderOf(ended), { recursive: true });
  }
});

onUnix("a damaged archive is not run", async () => {
  await using lab = await createLab(100_000);
  const bytes = await Deno.readFile(lab.program);
  const place = bytes.length - 50_000;
  for (const damaged of [bytes.subarray(0, -5_000), bytes.with(place, (bytes[place] ?? 0) ^ 0xff)]) {
    await Deno.writeFile(lab.program, damaged);
    const { code, out, err } = await lab.run();
    deepStrictEqual({ code, out }, { code: 1, out: "" });
    match(err, /^kms: cannot unpack itself: [^\n]+ is damaged, get it again\n$/);
  }
});

onUnix("a store that others can write to is not used", async () => {
  await using lab = await createLab();
  await Deno.mkdir(lab.store, { recursive: true });
  await Deno.chmod(lab.store, 0o777);
  const ended = await lab.run();
  strictEqual(ended.code, 7);
  deepStrictEqual(await namesIn(lab.store), []);
  const elsewhere = folderOf(ended);
  match(elsewhere, /\/kms-\d+\/[0-9a-f]{32}$/);
  await Deno.remove(elsewhere, { recursive: true });
});

onUnix("equal input makes equal files", async () => {
  await using lab = await createLab(1000);
  const again = join(lab.folder, "again");
  await writeSelfExtracting({ bundle: join(lab.folder, "bundle"), runtime: join(lab.folder, "deno") }, again);
  deepStrictEqual(await Deno.readFile(again), await Deno.readFile(lab.program));
});
