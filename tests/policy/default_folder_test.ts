import assert from "node:assert/strict";
import { defaultFolder } from "../../src/policy/default_folder.ts";

const folder = (platform: string, isRoot: boolean, env: Record<string, string> = {}) =>
  defaultFolder({ platform, isRoot, env: (name) => env[name] });

Deno.test("the usual state folder is the system's place for root and the user's for others", () => {
  const home = { HOME: "/home/me" };
  assert.equal(folder("linux", true, home), "/var/lib/kms");
  assert.equal(folder("linux", false, home), "/home/me/.local/state/kms");
  assert.equal(folder("linux", false, { ...home, XDG_STATE_HOME: "/x" }), "/x/kms");
  assert.equal(folder("darwin", true, home), "/Library/Application Support/kms");
  assert.equal(folder("darwin", false, home), "/home/me/Library/Application Support/kms");
  assert.equal(folder("win32", false, { ProgramData: "D:\\Data" }), "D:\\Data\\kms");
  assert.equal(folder("win32", false), "C:\\ProgramData\\kms");
});
