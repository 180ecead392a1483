import assert from "node:assert/strict";
import { buildBundle } from "./support/programs/binaries.ts";

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

Deno.test({
  name: "on Windows the service is a task of LOCAL SERVICE, on a folder that is closed to others",
  ignore: WINDOWS === undefined,
  async fn() {
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "kms-windows-" }));
    try {
      await Deno.copyFile(new URL("windows/service.bat", import.meta.url), `${folder}/service.bat`);
      const deno = (await windows(folder, ["deno", "eval", "console.log(Deno.execPath())"])).stdout.trim();
      const main = `Z:${(await buildBundle()).replaceAll("/", "\\")}`;
      const { code, stdout } = await windows(folder, ["cmd", "/c", "service.bat", deno, main]);
      assert.equal(code, 0, stdout);
      for (
        const line of [
          /^copy .*main\.js to C:\\Program Files\\kms\\kms\.exe$/m,
          /^make the folder C:\\ProgramData\\kms$/m,
          /^run icacls .* \/inheritance:r \/grant:r /m,
          /^ {4} *<UserId>S-1-5-19<\/UserId>$/m,
          /^ {4} *<Arguments>--state &quot;C:\\ProgramData\\kms&quot; serve<\/Arguments>$/m,
          /^run schtasks \/Create \/TN kms \/XML 'C:\\Program Files\\kms\\service\.xml' \/F$/m,
          /^kms: The service is not installed\./m,
          /holds a quote or a percent sign/,
          /all steps passed/,
        ]
      ) assert.match(stdout, line);
    } finally {
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
