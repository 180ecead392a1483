import assert from "node:assert/strict";
import { noticeVariables, testNotice } from "../../src/health/notice.ts";

const notice = { ...testNotice("kms-1", 0), text: '50 % of "a"\r\n& calc | b\0^(c)!' };

Deno.test("a command finds each member of a notice in its environment, each in one line", () => {
  const variables = noticeVariables(notice, "sh");
  assert.equal(variables["KMS_TEXT"], '50 % of "a" & calc | b ^(c)!');
  assert.equal(variables["KMS_TIME"], "1970-01-01T00:00:00.000Z");
  assert.deepEqual(Object.keys(variables).length, Object.keys(notice).length);
});

Deno.test("on Windows, where a variable is put into the line before it is read, none of them is a command", () => {
  assert.equal(noticeVariables(notice, "cmd")["KMS_TEXT"], "50 _ of _a_ _ calc _ b __c__");
});
