import assert from "node:assert/strict";
import { kms } from "../support/terminal/command_line.ts";
import { ChildProgram } from "../support/programs/child_process.ts";
import { ACTIONS } from "../../src/service/plan.ts";

Deno.test("only root may change the service, and is told so with the command to type", async () => {
  await using child = new ChildProgram("unprivileged_child.ts");
  for (const action of ACTIONS) {
    assert.equal(
      await child.line(),
      `Cannot ${action} the service: it takes root. To mend it: sudo kms service ${action}`,
    );
  }
  assert.match(await child.line() ?? "", /sudo kms service stop --client$/);
});

Deno.test("kms that runs from its sources cannot be installed, and says what can", async () => {
  const { status, stderr, stdout } = await kms("service", "install", "--dry-run");
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^kms: Cannot install the service: kms runs from its sources.* deno task build/);
});

Deno.test("kms service without a verb, or with options that it does not have, is wrong usage", async () => {
  for (
    const words of [[], ["instal"], ["start", "--user", "x"], ["install", "--purge"], ["status", "--dry-run"]]
  ) {
    const { status, stderr } = await kms("service", ...words);
    assert.equal(status, 2, words.join(" "));
    assert.match(stderr, /^kms: .*Try: kms --help\n$/);
  }
});
