import type { ServiceManager } from "./manager.ts";
import { SERVICE_NAME } from "./service.ts";
import { attempt, run } from "./steps.ts";
import { CACHE_FOLDER, decodeUnit, encodeUnit } from "./systemd.ts";

const UNIT = `${SERVICE_NAME}.service`;

export const systemd: ServiceManager = {
  places: {
    definition: `/etc/systemd/system/${UNIT}`,
    executable: `/usr/local/bin/kms`,
    folder: `/var/lib/${SERVICE_NAME}`,
    user: SERVICE_NAME,
  },
  encoding: "utf-8",
  stopsToCopy: false,
  encode: encodeUnit,
  decode: decodeUnit,
  requires: [{
    kind: "require",
    path: "/run/systemd/system",
    why: "this system does not run systemd",
    remedy: "have its own service manager run: kms --state /var/lib/kms serve",
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
        "KMS host",
        user,
      ],
    }],
  }],
  prepare: () => [],
  enable: [
    run("systemctl", "daemon-reload"),
    run("systemctl", "enable", UNIT),
    run("systemctl", "restart", UNIT),
  ],
  start: [run("systemctl", "start", UNIT)],
  stop: [run("systemctl", "stop", UNIT)],
  restart: [run("systemctl", "restart", UNIT)],
  disable: [
    run("systemctl", "disable", "--now", UNIT),
    { kind: "removeFolder", path: CACHE_FOLDER, state: false },
  ],
  forget: [attempt("systemctl", "daemon-reload"), attempt("systemctl", "reset-failed", UNIT)],
  status: {
    enabled: { program: "systemctl", args: ["is-enabled", UNIT] },
    isEnabled: (answer) => answer.trim() === "enabled",
    active: { program: "systemctl", args: ["is-active", UNIT] },
    isActive: (answer) => answer.trim() === "active",
  },
};
