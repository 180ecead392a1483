import assert from "node:assert/strict";
import { buildBundle } from "./support/binaries.ts";

/** What runs programs for Windows here (`WINDOWS cmd /c SCRIPT.bat`): Windows itself, or Wine. */
const WINDOWS = Deno.env.get("KMS_TEST_WINDOWS");

Deno.test({
  name: "a batch file on Windows issues a key, activates a host, serves, and activates a computer",
  ignore: WINDOWS === undefined,
  async fn() {
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "kms-windows-" }));
    try {
      await Deno.copyFile(new URL("windows/activate.bat", import.meta.url), `${folder}/activate.bat`);
      const deno = (await windows(folder, ["deno", "eval", "console.log(Deno.execPath())"])).stdout.trim();
      const main = `Z:${(await buildBundle()).replaceAll("/", "\\")}`;
      const ran = await windows(folder, ["cmd", "/c", "activate.bat", deno, main]);
      assert.equal(ran.code, 0, ran.stdout);
      assert.match(ran.stdout, /Writer activated by 127\.0\.0\.1:21688 \(count 1\)[^]*all steps passed/);
      const redirected = await Deno.readTextFile(`${folder}/dlv.txt`);
      assert(!redirected.includes("\u001b"), "colour codes in a redirected file");
    } finally {
      await endProcessesIn(folder);
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Runs to its end. Output goes through a file: a pipe would stay open as long as the host that the batch file leaves running. */
async function windows(folder: string, args: string[]): Promise<{ code: number; stdout: string }> {
  const command = `exec "$0" "$@" > "${folder}/output" 2>&1`;
  const { code } = await new Deno.Command("sh", {
    args: ["-c", command, WINDOWS!, ...args],
    cwd: folder,
    stdin: "null",
  }).spawn().status;
  return { code, stdout: (await Deno.readTextFile(`${folder}/output`)).replaceAll("\r\n", "\n") };
}

/** The host that the batch file started, by the folder that it works in. */
async function endProcessesIn(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await Deno.readLink(`/proc/${name}/cwd`).catch(() => undefined);
    if (cwd === folder) Deno.kill(Number(name), "SIGKILL");
  }
}
