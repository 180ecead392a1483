import type { Option } from "../option.ts";

/** Options that every command takes, for the parser and the help. */
export const COMMON_OPTIONS: Readonly<Record<string, Option>> = {
  state: { type: "string", completes: "folder", describe: "state folder (or KMS_STATE)" },
  json: { type: "boolean", default: false, describe: "print JSON" },
  computer: { type: "string", describe: "another computer's host: NAME or NAME:PORT" },
  user: { type: "string", describe: "who signs in there" },
  password: {
    type: "string",
    hidden: true,
    describe: "better in a file, on standard input or at the prompt",
  },
  "password-file": {
    type: "string",
    completes: "file",
    describe: "file (0600) with the password on its first line",
  },
  fingerprint: { type: "string", describe: "SHA-256 that the other computer's certificate must have" },
};

/** Those of them that are about another computer. */
export const REMOTE_OPTIONS = ["computer", "user", "password", "password-file", "fingerprint"] as const;
