import type { ServiceManager } from "./manager.ts";
import { type Runs, STATE_NAME } from "./service.ts";
import { attempt, run } from "./steps.ts";
import { decodeTask, encodeTask, SERVICE_ACCOUNTS } from "./task_scheduler.ts";

/** Administrators and the system itself: full rights on the folder and all that comes to lie in it. */
const ADMINISTRATORS = ["*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"];

/** Task Scheduler, with the folders that Windows has for programs and for their data. */
export function taskScheduler(runs: Runs, programFiles: string, programData: string): ServiceManager {
  const { name } = runs;
  const end = attempt("schtasks", "/End", "/TN", name);
  const start = run("schtasks", "/Run", "/TN", name);
  const definition = `${programFiles}\\${name}\\service.xml`;
  const query = (expression: string) => ({
    program: "powershell",
    args: ["-NoProfile", "-Command", `(Get-ScheduledTask -TaskName ${name}).${expression}`],
  });
  return {
    places: {
      definition,
      executable: `${programFiles}\\${name}\\kms.exe`,
      folder: `${programData}\\${STATE_NAME}`,
      user: "LOCAL SERVICE",
    },
    encoding: "utf-16le",
    stopsToCopy: true,
    encode: (service) => encodeTask(service, runs),
    decode: (text) => decodeTask(text, runs),
    requires: [],
    makeUser: () => [],
    prepare: ({ user, folder }) => [
      run("icacls", folder, "/inheritance:r", "/grant:r", ...ADMINISTRATORS, `${trustee(user)}:(OI)(CI)F`),
    ],
    enable: [run("schtasks", "/Create", "/TN", name, "/XML", definition, "/F"), end, start],
    start: [start],
    stop: [run("schtasks", "/End", "/TN", name)],
    restart: [end, start],
    disable: [end, attempt("schtasks", "/Delete", "/TN", name, "/F")],
    forget: [],
    status: {
      enabled: query("Settings.Enabled"),
      isEnabled: (answer) => answer.trim() === "True",
      active: query("State"),
      isActive: (answer) => answer.trim() === "Running",
    },
  };
}

function trustee(user: string): string {
  const account = SERVICE_ACCOUNTS[user];
  return account === undefined ? user : `*${account}`;
}
