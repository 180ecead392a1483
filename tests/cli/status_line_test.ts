import assert from "node:assert/strict";
import { StatusLine } from "../../src/cli/printing/status_line.ts";

function line(columns = 20) {
  const written: string[] = [];
  return { written, status: new StatusLine((text) => written.push(text), () => columns) };
}

Deno.test("a status line is drawn over itself, and covers what stood there", () => {
  const { written, status } = line();
  status.show("until tomorrow");
  status.show("until now");
  assert.deepEqual(written, ["\runtil tomorrow", "\runtil now     "]);
});

Deno.test("a status line is never longer than the terminal, however wide its characters are", () => {
  const { written, status } = line(11);
  status.show("Writer is licensed");
  status.show("製品製品製品製品");
  assert.deepEqual(
    written,
    ["\rWriter is…", "\r製品製品…  "].map((text) => text.trimEnd()).map((text, i) =>
      i === 0 ? text : `${text} `
    ),
  );
});

Deno.test("what is told goes above the line, which is there again after it, and stays at the end", () => {
  const { written, status } = line();
  status.show("Licensed");
  status.above(() => written.push("kms: no host\n"));
  status[Symbol.dispose]();
  assert.deepEqual(written, [
    "\rLicensed",
    "\r        \r",
    "kms: no host\n",
    "\rLicensed",
    "\rLicensed  ",
    "\n",
  ]);
});

Deno.test("the ^C that a terminal writes behind the line does not stay, and a full line stays one line", () => {
  for (const [columns, last] of [[20, "\rLicensed  "], [10, "\rLicensed "], [9, "\rLicensed"]] as const) {
    const { written, status } = line(columns);
    status.show("Licensed");
    status[Symbol.dispose]();
    assert.deepEqual(written.slice(1), [last, "\n"]);
  }
});

Deno.test("nothing in a status line moves the cursor", () => {
  const { written, status } = line(80);
  status.show("Writer\x1b[2J\n: Licensed");
  assert.deepEqual(written, ["\rWriter [2J : Licensed"]);
});
