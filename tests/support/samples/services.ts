import fc from "fast-check";
import type { Service } from "../../../src/service/service.ts";

export const SAMPLE_SERVICE: Service = {
  user: "kms",
  folder: "/var/lib/kms",
  executable: "/usr/local/bin/kms",
};

/** Folders with all that a definition's syntax may take for something else. */
export const AWKWARD_FOLDERS = [
  "/srv/with space",
  '/srv/"quoted"',
  "/srv/'quoted'",
  "/srv/100%n",
  "/srv/$HOME/${HOME}/$$",
  "/srv/back\\slash\\",
  "/srv/a&b<c>d;e#f",
  "/srv/größe-計算機",
  "/srv/other\u2028ends\u2029of lines",
] as const;

/** Absolute paths of any characters that a definition may hold. */
export const anyFolder: fc.Arbitrary<string> = fc.string({ unit: "grapheme", maxLength: 30 })
  .filter((text) => !/\p{Cc}|[\ufffe\uffff]/u.test(text) && text.isWellFormed())
  .map((text) => `/${text}`);
