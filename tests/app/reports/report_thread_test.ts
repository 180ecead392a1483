import assert from "node:assert/strict";
import { ReportThread } from "../../../src/app/reports/report_thread.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const REQUEST = { folder: "nowhere", names: ["forecast"], period: {} } as const;

/** A thread that does what the text says when it is asked. */
function threadThat(...scripts: string[]): ReportThread {
  return new ReportThread(() => {
    const url = `data:text/javascript,self.onmessage = async ({ data }) => {${
      encodeURIComponent(scripts.shift()!)
    }}`;
    return new Worker(url, { type: "module" });
  });
}

const MADE = (text: string) =>
  `self.postMessage({ kind: "made", bytes: new TextEncoder().encode("${text}") })`;
const shown = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes);

Deno.test("a report comes as JSON, one after another", async () => {
  const thread = threadThat(`await new Promise((done) => setTimeout(done, 20)); ${MADE("1")}`, MADE("2"));
  const order: string[] = [];
  const both = [thread.make(REQUEST), thread.make(REQUEST)].map(async (made) =>
    order.push(shown(await made))
  );
  await Promise.all(both);
  assert.deepEqual(order, ["1", "2"]);
});

Deno.test("what the thread says is refused is refused here, with its code and remedy, and the next is made", async () => {
  const thread = threadThat(
    `self.postMessage({ kind: "refused", message: "no", remedy: "do", code: 0xC004F039 })`,
    `self.postMessage({ kind: "failed", message: "a bug" })`,
    MADE("3"),
  );
  const [refused, failed, made] = [1, 2, 3].map(() => thread.make(REQUEST));
  await assert.rejects(refused!, { name: "OperationError", message: "no", remedy: "do", code: 0xC004F039 });
  await assert.rejects(failed!, { name: "OperationError", message: /cannot be made: a bug/ });
  assert.equal(shown(await made!), "3");
});

Deno.test("closing ends what is under way and what waits", async () => {
  const thread = threadThat("await new Promise(() => {})", MADE("2"));
  const both = [thread.make(REQUEST), thread.make(REQUEST)];
  thread.close();
  for (const made of both) await assert.rejects(made, /the host is stopping/);
});

Deno.test("the real thread says why there is nothing to report on", async () => {
  await using folder = await TempFolder.make();
  const thread = new ReportThread();
  await assert.rejects(thread.make({ ...REQUEST, folder: folder.path }), (error) => {
    assert(error instanceof OperationError);
    assert.match(error.message, /it is not a KMS host's state folder/);
    return true;
  });
  thread.close();
});
