import assert from "node:assert/strict";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { type KeptState, keptStates, opensAsItWas } from "../../support/states/kept_states.ts";
import { kms } from "../../support/terminal/command_line.ts";
import type { Torture, Trial } from "../trial.ts";
import { NEWER, type Newer } from "./newer.ts";

export const upgrade: Trial = {
  number: 18,
  name: "state folders of every version open; what is newer is refused",
  goal: "all, every number the same; refused untouched",
  bugs: [
    {
      name: "a member of before is not known any more",
      file: "src/host/checkpoint.ts",
      from: "dns: v.optional(v.record(v.string(), domainStandingSchema), {})",
      to: "dns: v.record(v.string(), domainStandingSchema)",
      says: /0\.1\.0-first: the host is sealed/,
    },
    {
      name: "a lease of a later version is taken for damaged, and replaced",
      file: "src/policy/kept_format.ts",
      from: "if (v.is(numbered, stored) && stored.format > known)",
      to: "if (v.is(numbered, stored) && stored.format > known + 1)",
      says: /secrets\.json.* of a later version/,
    },
    {
      name: "events that are not known are left out",
      file: "src/journal/line.ts",
      from: '  throw new DecodeError(WHAT, "range", `${v.getDotPath(issue) ?? "event"}: ${issue.message}`);',
      to: '  void issue;\n  return { id: 12310, time: 0, version: "" };',
      says: /a kind of event of a later version/,
    },
  ],
  run: openAll,
};

async function openAll(torture: Torture): Promise<string> {
  const states = await keptStates();
  for (const state of states) await opensAsItWas(state);
  const latest = states.filter(({ numbers }) => numbers.authority !== undefined).at(-1)!;
  for (const [i, newer] of NEWER.entries()) {
    torture.progress(i, NEWER.length);
    await refusedUntouched(latest, newer);
  }
  return `${states.length} versions open with their numbers, ${NEWER.length} later ones are refused untouched`;
}

async function refusedUntouched(
  { files }: KeptState,
  { name, role, change, command, says, alone }: Newer,
): Promise<void> {
  await using folder = await TempFolder.make();
  const changed: Record<string, Uint8Array> = { ...files[role] };
  change(changed);
  for (const [file, bytes] of Object.entries(changed)) await Deno.writeFile(`${folder.path}/${file}`, bytes);
  const { status, stdout, stderr } = await kms(...command(folder.path));
  assert(
    status === 1 && says.test(stderr),
    `${name} of a later version: exit status ${status}\n${stdout}${stderr}`,
  );
  const kept = Object.entries(changed).filter(([file]) => alone === undefined || file === alone);
  for (const [file, bytes] of kept) {
    assert.deepEqual(
      await Deno.readFile(`${folder.path}/${file}`),
      bytes,
      `${name} of a later version: ${file}`,
    );
  }
}
