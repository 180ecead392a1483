import assert from "node:assert/strict";
import { escaped, typed } from "../../src/cli/man/roff.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { TOPICS } from "../../src/cli/words/topics.ts";
import { pathsOf, usageLine } from "../../src/cli/words/usage.ts";
import { kms } from "../support/terminal/command_line.ts";
import { needProgram } from "../support/programs/need_program.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

/** Whoever formats or checks manual pages: the program, its arguments before the file, and the package that it comes with. */
const READERS = [
  { program: "man", args: ["--warnings", "-l"], from: "man-db" },
  { program: "groff", args: ["-man", "-Tutf8", "-ww"], from: "groff-base" },
  { program: "mandoc", args: ["-Tlint"], from: "mandoc" },
];

/** mandoc misses the date, which would make the page another one each day. */
const EXPECTED = /^mandoc: .*WARNING: missing date.*\n/m;

/** What a reader complains of in a page. */
async function complaints({ program, args, from }: typeof READERS[number], page: string): Promise<string> {
  await needProgram(program, `the manual page is checked with ${program}`, from);
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/kms.1`, page);
  const env = { LC_ALL: "C.UTF-8", MANROFFOPT: "", MANPAGER: "cat" };
  const { stdout, stderr } = await new Deno.Command(program, { args: [...args, `${folder.path}/kms.1`], env })
    .output();
  return new TextDecoder().decode(program === "mandoc" ? stdout : stderr).replace(EXPECTED, "");
}

for (const reader of READERS) {
  Deno.test(`${reader.program} formats the manual page without a complaint, and complains of a damaged one`, async () => {
    const { stdout } = await kms("man");
    assert.equal(await complaints(reader, stdout), "");
    assert.notEqual(await complaints(reader, stdout.replace(/^\.SH "FILES"$/m, ".SHH FILES\n.RE\n.RE")), "");
  });
}

Deno.test("the manual page as it is shown has every command and its options, and each subject", async () => {
  const shown = (await formatted((await kms("man")).stdout)).replace(/\s+/g, " ");
  for (const path of COMMANDS.flatMap((one) => pathsOf(one))) {
    assert(shown.includes(` ${usageLine(path)} ${path.at(-1)!.summary}.`), usageLine(path));
  }
  for (const { title } of TOPICS) assert(shown.includes(` ${title.toUpperCase()} `), title);
});

/** The page as plain text. */
async function formatted(page: string): Promise<string> {
  await needProgram("groff", "the manual page is checked with groff", "groff-base");
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/kms.1`, page);
  const args = ["-man", "-Tascii", "-P-cbou", "-rLL=200n", `${folder.path}/kms.1`];
  return new TextDecoder().decode((await new Deno.Command("groff", { args }).output()).stdout);
}

Deno.test("no character of a text is a command to roff", () => {
  assert.equal(escaped(".SH is no heading"), "\\&.SH is no heading");
  assert.equal(escaped("'tis\n.x"), "\\(aqtis\n\\&.x");
  assert.equal(
    escaped('%ProgramData%\\kms "a-b" ~ ^ `'),
    "%ProgramData%\\ekms \\(dqa\\-b\\(dq \\(ti \\(ha \\(ga",
  );
});

Deno.test("what is typed is bold, and what has to be filled in is slanted", () => {
  assert.equal(typed("/ilc FILE [--new]"), "\\fB/ilc \\fR\\fIFILE\\fR\\fB [\\-\\-new]\\fR");
});
