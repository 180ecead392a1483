import assert from "node:assert/strict";
import { everyExplanation, explainCode } from "../../src/codes/explain.ts";
import { formatHResult, HResult } from "../../src/protocol/hresult.ts";
import { kms } from "../support/terminal/command_line.ts";

const NO_DNS_SERVER = `0x8007267C  DNS_ERROR_NO_DNS_SERVERS
no DNS server is set on this computer
To mend it: set one in the system's network settings, or name the host: kms /skms HOST[:PORT]
`;

const WRITTEN = ["0x8007267C", "0X8007267c", "8007267C", "2147952252", "-2147015044", "9852"];
for (const code of WRITTEN) {
  for (
    const words of [["error", code], ["slui", "0x2a", code], ["slui", "0x2A", code], ["slui", "42", code]]
  ) {
    Deno.test(`kms ${words.join(" ")} shows the code, its name, its text and the remedy`, async () => {
      assert.deepEqual(await kms(...words), { status: 0, stdout: NO_DNS_SERVER, stderr: "" });
    });
  }
}

Deno.test("success needs no mending, and a code without a name stands alone", async () => {
  assert.equal((await kms("error", "0")).stdout, "0x00000000  S_OK\nactivated\nThere is nothing to mend\n");
  assert.match(
    (await kms("error", "80092328")).stdout,
    /^0x80092328\nthe DNS name does not exist\nTo mend it: /,
  );
});

Deno.test("with --json a code is the whole object", async () => {
  const { status, stdout } = await kms("error", "0xC004F038", "--json");
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), explainCode(HResult.belowThreshold));
});

Deno.test("kms error --all has one line for every code, and with --json an array", async () => {
  const { stdout } = await kms("error", "--all");
  const all = everyExplanation();
  assert.deepEqual(
    stdout.trimEnd().split("\n").map((line) => line.slice(0, 10)),
    all.map(({ code }) => formatHResult(code)),
  );
  assert.deepEqual(JSON.parse((await kms("error", "--all", "--json")).stdout), all);
});

Deno.test("a code without a text is a failure that says what its number tells", async () => {
  assert.deepEqual(await kms("slui", "0x2a", "1234"), {
    status: 1,
    stdout: "",
    stderr:
      "kms: There is no text for 0x800704D2: it is Windows error 1234, which net helpmsg 1234 names on Windows\n",
  });
});
