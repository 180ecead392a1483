import type { ServiceManager } from "./manager.ts";
import { type Runs, STATE_NAME } from "./service.ts";
import { attempt, run } from "./steps.ts";
import { cacheFolder, decodeUnit, encodeUnit } from "./systemd.ts";

export function systemd(runs: Runs): ServiceManager {
  const unit = `${runs.name}.service`;
  return {
    places: {
      definition: `/etc/systemd/system/${unit}`,
      executable: `/usr/local/bin/kms`,
      folder: `/var/lib/${STATE_NAME}`,
      user: runs.name,
    },
    encoding: "utf-8",
    stopsToCopy: false,
    encode: (service) => encodeUnit(service, runs),
    decode: (text) => decodeUnit(text, runs),
    requires: [{
      kind: "require",
      path: "/run/systemd/system",
      why: "this system does not run systemd",
      remedy: `have its own service manager run: kms --state /var/lib/kms ${runs.words.join(" ")}`,
    }],
    makeUser: ({ user, folder }) => [{
      kind: "makeUser",
      name: user,
      commands: [{
        program: "useradd",
        args: [
          "--system",
          "--user-group",
          "--home-dir",
          folder,
          "--no-create-home",
          "--shell",
          "/usr/sbin/nologin",
          "--comment",
          runs.title,
          user,
        ],
      }],
    }],
    prepare: () => [],
    enable: [
      run("systemctl", "daemon-reload"),
      run("systemctl", "enable", unit),
      run("systemctl", "restart", unit),
    ],
    start: [run("systemctl", "start", unit)],
    stop: [run("systemctl", "stop", unit)],
    restart: [run("systemctl", "restart", unit)],
    disable: [
      run("systemctl", "disable", "--now", unit),
      { kind: "removeFolder", path: cacheFolder(runs), state: false },
    ],
    forget: [attempt("systemctl", "daemon-reload"), attempt("systemctl", "reset-failed", unit)],
    status: {
      enabled: { program: "systemctl", args: ["is-enabled", unit] },
      isEnabled: (answer) => answer.trim() === "enabled",
      active: { program: "systemctl", args: ["is-active", unit] },
      isActive: (answer) => answer.trim() === "active",
    },
  };
}
