import { CACHE_FOLDER, decodePlist, encodePlist, LOG_FOLDER } from "./launchd.ts";
import type { ServiceManager } from "./manager.ts";
import { SERVICE_NAME } from "./service.ts";
import { attempt, type Command, type Run, run } from "./steps.ts";

const TARGET = `system/${SERVICE_NAME}`;
const PLIST = `/Library/LaunchDaemons/${SERVICE_NAME}.plist`;
/** launchd refuses to take a service while it still ends the one before, which may answer for 20 seconds. */
const BOOTSTRAP: Run = { ...run("launchctl", "bootstrap", "system", PLIST), tries: 30 };
const ENABLE = run("launchctl", "enable", TARGET);
const BOOTOUT = attempt("launchctl", "bootout", TARGET);

export const launchd: ServiceManager = {
  places: {
    definition: PLIST,
    executable: "/usr/local/bin/kms",
    folder: `/Library/Application Support/${SERVICE_NAME}`,
    user: `_${SERVICE_NAME}`,
  },
  encoding: "utf-8",
  stopsToCopy: false,
  encode: encodePlist,
  decode: decodePlist,
  requires: [],
  makeUser: ({ user }) => [{ kind: "makeUser", name: user, commands: userCommands(user) }],
  prepare: ({ user }) =>
    [LOG_FOLDER, CACHE_FOLDER].map((path) => ({ kind: "prepareFolder", path, owner: user, state: false })),
  enable: [BOOTOUT, ENABLE, BOOTSTRAP],
  start: [BOOTSTRAP],
  stop: [run("launchctl", "bootout", TARGET)],
  restart: [BOOTOUT, BOOTSTRAP],
  disable: [BOOTOUT, { kind: "removeFolder", path: CACHE_FOLDER, state: false }],
  forget: [],
  status: {
    enabled: { program: "launchctl", args: ["print-disabled", "system"] },
    isEnabled: (answer) => !new RegExp(`"${SERVICE_NAME}" => (?:true|disabled)`).test(answer),
    active: { program: "launchctl", args: ["print", TARGET] },
    isActive: (answer) => /^\s*state = running$/m.test(answer),
  },
};

/** A role account and its group in the local directory. UID stands for the first number below 500 that is free. */
function userCommands(user: string): Command[] {
  const create = (record: string, ...property: string[]) => ({
    program: "dscl",
    args: [".", "-create", record, ...property],
  });
  const [person, group] = [`/Users/${user}`, `/Groups/${user}`];
  return [
    create(group),
    create(group, "PrimaryGroupID", "UID"),
    create(person),
    create(person, "UniqueID", "UID"),
    create(person, "PrimaryGroupID", "UID"),
    create(person, "RealName", "KMS host"),
    create(person, "NFSHomeDirectory", "/var/empty"),
    create(person, "UserShell", "/usr/bin/false"),
    create(person, "IsHidden", "1"),
  ];
}
