import { cacheFolder, decodePlist, encodePlist, logFolder } from "./launchd.ts";
import type { ServiceManager } from "./manager.ts";
import { type Runs, STATE_NAME } from "./service.ts";
import { attempt, type Command, type Run, run } from "./steps.ts";

export function launchd(runs: Runs): ServiceManager {
  const target = `system/${runs.name}`;
  const plist = `/Library/LaunchDaemons/${runs.name}.plist`;
  /** launchd refuses to take a service while it still ends the one before, which may answer for 20 seconds. */
  const bootstrap: Run = { ...run("launchctl", "bootstrap", "system", plist), tries: 30 };
  const bootout = attempt("launchctl", "bootout", target);
  return {
    places: {
      definition: plist,
      executable: "/usr/local/bin/kms",
      folder: `/Library/Application Support/${STATE_NAME}`,
      user: `_${runs.name}`,
    },
    encoding: "utf-8",
    stopsToCopy: false,
    encode: (service) => encodePlist(service, runs),
    decode: (text) => decodePlist(text, runs),
    requires: [],
    makeUser: ({ user }) => [{ kind: "makeUser", name: user, commands: userCommands(user, runs) }],
    prepare: ({ user }) =>
      [logFolder(runs), cacheFolder(runs)].map((path) => ({
        kind: "prepareFolder",
        path,
        owner: user,
        state: false,
      })),
    enable: [bootout, run("launchctl", "enable", target), bootstrap],
    start: [bootstrap],
    stop: [run("launchctl", "bootout", target)],
    restart: [bootout, bootstrap],
    disable: [bootout, { kind: "removeFolder", path: cacheFolder(runs), state: false }],
    forget: [],
    status: {
      enabled: { program: "launchctl", args: ["print-disabled", "system"] },
      isEnabled: (answer) => !new RegExp(`"${runs.name}" => (?:true|disabled)`).test(answer),
      active: { program: "launchctl", args: ["print", target] },
      isActive: (answer) => /^\s*state = running$/m.test(answer),
    },
  };
}

/** A role account and its group in the local directory. UID stands for the first number below 500 that is free. */
function userCommands(user: string, { title }: Runs): Command[] {
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
    create(person, "RealName", title),
    create(person, "NFSHomeDirectory", "/var/empty"),
    create(person, "UserShell", "/usr/bin/false"),
    create(person, "IsHidden", "1"),
  ];
}
