import assert from "node:assert/strict";
import { runCommand } from "../../../src/adapters/system/notify_command.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

Deno.test("runCommand() gives a command its input and variables, whatever characters they hold", async () => {
  await using folder = await TempFolder.make();
  const told = `{"text":"it's \\"$(id)\\" ; rm -rf /\\n"}`;
  await runCommand(`cat > ${folder.path}/input; printf %s "$KMS_TEXT" > ${folder.path}/text`, told, {
    KMS_TEXT: "`id` $HOME 'x'",
  });
  assert.equal(await Deno.readTextFile(`${folder.path}/input`), told);
  assert.equal(await Deno.readTextFile(`${folder.path}/text`), "`id` $HOME 'x'");
});

Deno.test("runCommand() tells the status of a command that fails, and the first line that it says", async () => {
  await assert.rejects(runCommand("echo no mail >&2; echo more >&2; exit 3", "", {}), {
    message: "the command ended with status 3: no mail",
  });
  await assert.rejects(runCommand("/nowhere/at/all", "", {}), /ended with status 127.*not found/);
});

Deno.test("runCommand() takes a command that reads nothing, and one that says without end", async () => {
  await runCommand("true", "x".repeat(1_000_000), {});
  await assert.rejects(
    runCommand("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1", "", {}),
    ({ message }) => {
      assert(message.length < 600, `${message.length} characters`);
      return true;
    },
  );
});

Deno.test("runCommand() kills a command that does not end, with all that it has started", async () => {
  await using folder = await TempFolder.make();
  const pid = `${folder.path}/pid`;
  const hanging = runCommand(`sleep 600 & echo $! > ${pid}; sleep 600`, "", {}, { longestMs: 300 });
  await assert.rejects(hanging, /did not end within 0.3 seconds/);
  const child = Number(await Deno.readTextFile(pid));
  await gone(child);
});

/** Resolves when there is no such process any more, or nothing is left of it but its status. */
async function gone(pid: number): Promise<void> {
  while (true) {
    const state = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => ") Z");
    if (/\) [ZX]/.test(state)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
