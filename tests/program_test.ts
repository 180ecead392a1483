import assert from "node:assert/strict";
import { buildBinaries } from "./support/programs/binaries.ts";
import { demoDashboard, hostDashboard } from "./support/terminal/dashboard_scenes.ts";
import { leavingDashboards } from "./support/terminal/leaving_scene.ts";
import { remoteDashboard } from "./support/terminal/remote_scene.ts";
import { screensDashboard } from "./support/terminal/screens_scene.ts";
import { Terminal } from "./support/terminal/tmux.ts";
import { parseTranscript, stepFault, TranscriptShell } from "./support/terminal/transcript.ts";

const SCRIPTS = new URL("scripts/", import.meta.url);

async function play(kms: string, text: string): Promise<void> {
  await using shell = await TranscriptShell.open(kms);
  for (const step of parseTranscript(text)) {
    const fault = stepFault(step, await shell.run(step.command));
    assert(fault === undefined, fault);
  }
}

/**
 * What can differ between the forms, which hold one bundle: how the program starts, where it finds itself and its workers, and what it
 * hands through to the terminal and its exit status.
 */
const DIFFERING = [
  "bad_input.txt",
  "demo.txt",
  "error_texts.txt",
  "reports.txt",
  "service.txt",
  "spellings.txt",
];

/** Transcripts mostly wait, for the start of a program or for its deadlines. */
const AT_ONCE = 3;
/** Steps that run beside each other cannot each be asked what they left open; the test as a whole is. */
const BESIDE_OTHERS = { sanitizeOps: false, sanitizeResources: false, sanitizeExit: false } as const;

/** All transcripts for the first form, and those that can differ for the other. */
async function scripts(formIndex: number): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(SCRIPTS))).map((entry) => entry.name);
  const all = names.filter((name) => name.endsWith(".txt")).sort();
  assert(DIFFERING.every((name) => all.includes(name)), "a transcript that was chosen is gone");
  return formIndex === 0 ? all : DIFFERING;
}

/** The commands of README's walk through, as a person pastes them. */
async function readmeWalk(): Promise<string> {
  const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
  const walk = /<!-- walk -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  assert(walk !== undefined, "README.md has no walk through");
  return walk;
}

Deno.test("the built program passes every transcript and scene, in each form that the build makes", async (t) => {
  for (const [i, { name: form, path }] of (await buildBinaries()).entries()) {
    const waiting = await scripts(i);
    const playInTurn = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const text = await Deno.readTextFile(new URL(name, SCRIPTS));
        await t.step({ name: `${form}: ${name}`, fn: () => play(path, text), ...BESIDE_OTHERS });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, playInTurn));
    await t.step(`${form}: README's walk through`, async () => {
      await using shell = await TranscriptShell.open(path);
      const ran = await shell.run(`set -e\n${await readmeWalk()}`);
      assert.equal(ran.exit, 0, ran.stdout + ran.stderr);
      assert.match(ran.stdout, /activated by 127\.0\.0\.1:\d+ \(count 1\)/);
    });
    await Terminal.prepare();
    const bin = path.slice(0, path.lastIndexOf("/"));
    await t.step(`${form}: the demo's dashboard in a terminal`, () => demoDashboard(bin));
    await t.step(`${form}: the host's dashboard in a terminal`, () => hostDashboard(bin));
    if (i === 0) {
      await t.step("each way to leave the dashboard", () => leavingDashboards(bin));
      await t.step("every screen of the dashboard", () => screensDashboard(bin));
    }
    await t.step(`${form}: the dashboard of another computer in a terminal`, () => remoteDashboard(bin));
  }
});

Deno.test("a transcript fails when a line, an exit status or standard error differs", () => {
  const [step] = parseTranscript("$ echo\none <...>\n2> warned\n[exit 3]\n");
  assert(step !== undefined);
  const right = { stdout: "one two\n", stderr: "warned\n", exit: 3 };
  assert.equal(stepFault(step, right), undefined);
  assert.match(stepFault(step, { ...right, stdout: "two\n" }) ?? "", /standard output is not as written/);
  assert.match(stepFault(step, { ...right, stdout: "one two\nthree\n" }) ?? "", /standard output/);
  assert.match(stepFault(step, { ...right, stderr: "" }) ?? "", /standard error is not as written/);
  assert.match(stepFault(step, { ...right, exit: 0 }) ?? "", /exit status is 0, expected 3/);
});
