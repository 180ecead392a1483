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
  await Deno.writeFile(join(bundle, "deep", "worker.js"), randomBytes(1 + size));
  await Deno.writeTextFile(join(folder, "deno"), RUNTIME);
  await writeSelfExtracting({ bundle, runtime: join(folder, "deno") }, program);
  const env = { PATH: "/usr/bin:/bin", XDG_CACHE_HOME: join(folder, "cache") };
  return {
    folder,
    program,
    env,
    store: join(folder, "cache", "kms"),
    run: (args: string[] = [], input = "") => runProgram(program, { args, env, input }),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

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

onUnix("a damaged archive is not run", async () => {
  await using lab = await createLab(100_000);
  const bytes = await Deno.readFile(lab.program);
  for (const damaged of [bytes.subarray(0, -5_000), bytes.with(bytes.length - 50_000, 0)]) {
    await Deno.writeFile(lab.program, damaged);
    const { code, out, err } = await lab.run();
    deepStrictEqual({ code, out }, { code: 1, out: "" });
    match(err, /kms: cannot unpack itself/);
  }
});

onUnix("a store that others can write to is not used", async () => {
  await using lab = await createLab();
  await Deno.mkdir(lab.store, { recursive: true });
  await Deno.chmod(lab.store, 0o777);
  const { code, out } = await lab.run();
  strictEqual(code, 7);
  deepStrictEqual(await namesIn(lab.store), []);
  const [, elsewhere = ""] = out.match(/^DENO_DIR=(.*)\/cache$/m) ?? [];
  match(elsewhere, /\/kms-\d+\/[0-9a-f]{32}$/);
  await Deno.remove(elsewhere, { recursive: true });
});

onUnix("equal input makes equal files", async () => {
  await using lab = await createLab(1000);
  const again = join(lab.folder, "again");
  await writeSelfExtracting({ bundle: join(lab.folder, "bundle"), runtime: join(lab.folder, "deno") }, again);
  deepStrictEqual(await Deno.readFile(again), await Deno.readFile(lab.program));
});
