import assert from "node:assert/strict";
import { OperationError } from "../../src/policy/operation_error.ts";
import { UsageError } from "../../src/cli/output.ts";
import { makePagesFolder, writeReportFile } from "../../src/cli/reports/report_files.ts";
import { reportPage } from "../../src/reports/html/report_page.ts";
import { SAMPLE_REPORT } from "../support/samples/sample_report.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const PAGE = reportPage(SAMPLE_REPORT);

async function refused(path: string, why: RegExp): Promise<void> {
  await assert.rejects(writeReportFile(path, PAGE, false), (error) => {
    assert(error instanceof OperationError && error.remedy !== undefined);
    assert.match(error.message, why);
    return true;
  });
}

Deno.test("a page is written where there is nothing, and over a page or an empty file, with nothing left beside it", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/report.html`;
  for (const before of [undefined, "", PAGE]) {
    if (before !== undefined) await Deno.writeTextFile(path, before);
    await writeReportFile(path, `${PAGE}!`, false);
    assert.equal(await Deno.readTextFile(path), `${PAGE}!`);
  }
  assert.deepEqual((await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name), [
    "report.html",
  ]);
});

Deno.test("a file that is no report stays, unless it is said that it may go", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/thesis.html`;
  for (const text of ["<!doctype html><p>mine", "x", PAGE.slice(1)]) {
    await Deno.writeTextFile(path, text);
    await refused(path, /there is a file already that is no report/);
    assert.equal(await Deno.readTextFile(path), text);
  }
  await writeReportFile(path, PAGE, true);
  assert.equal(await Deno.readTextFile(path), PAGE);
});

Deno.test("what is no plain file is never replaced", async () => {
  await using folder = await TempFolder.make();
  for (const path of [folder.path, "/dev/null"]) await refused(path, /it is no plain file/);
  assert((await Deno.stat("/dev/null")).isCharDevice);
});

Deno.test("where a link leads is written to, and the link stays", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/real.html`, "");
  await Deno.symlink("real.html", `${folder.path}/link.html`);
  await writeReportFile(`${folder.path}/link.html`, PAGE, false);
  assert((await Deno.lstat(`${folder.path}/link.html`)).isSymlink);
  assert.equal(await Deno.readTextFile(`${folder.path}/real.html`), PAGE);
});

Deno.test("a folder that is not there is told of", async () => {
  await refused("/nowhere/at/all.html", /Cannot write \/nowhere\/at\/all.html: No such file/);
});

Deno.test("what cannot be written is told by the name that was given, and by that alone", async () => {
  await using folder = await TempFolder.make();
  await assert.rejects(writeReportFile(`${folder.path}/absent/x.html`, PAGE, false), (error: Error) => {
    assert.equal(
      error.message,
      `Cannot write ${folder.path}/absent/x.html: No such file or directory (os error 2)`,
    );
    return true;
  });
  await assert.rejects(writeReportFile("", PAGE, false), UsageError);
  await assert.rejects(makePagesFolder(""), UsageError);
  await Deno.writeTextFile(`${folder.path}/file`, "");
  await assert.rejects(
    makePagesFolder(`${folder.path}/file`),
    /Cannot make the folder .*: there is a file of that name/,
  );
});
