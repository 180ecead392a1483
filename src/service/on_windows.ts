import type { ServiceManager } from "./manager.ts";
import { SERVICE_NAME } from "./service.ts";
import { attempt, run } from "./steps.ts";
import { decodeTask, encodeTask, SERVICE_ACCOUNTS } from "./task_scheduler.ts";

/** Administrators and the system itself: full rights on the folder and all that comes to lie in it. */
const ADMINISTRATORS = ["*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"];
const END = attempt("schtasks", "/End", "/TN", SERVICE_NAME);
const START = run("schtasks", "/Run", "/TN", SERVICE_NAME);

/** Task Scheduler, with the folders that Windows has for programs and for their data. */
export function taskScheduler(programFiles: string, programData: string): ServiceManager {
  const definition = `${programFiles}\\${SERVICE_NAME}\\service.xml`;
  const query = (expression: string) => ({
    program: "powershell",
    args: ["-NoProfile", "-Command", `(Get-ScheduledTask -TaskName ${SERVICE_NAME}).${expression}`],
  });
  return {
    places: {
      definition,
      executable: `${programFiles}\\${SERVICE_NAME}\\kms.exe`,
      folder: `${programData}\\${SERVICE_NAME}`,
      user: "LOCAL SERVICE",
    },
    encoding: "utf-16le",
    stopsToCopy: true,
    encode: encodeTask,
    decode: decodeTask,
    requires: [],
    makeUser: () => [],
    prepare: ({ user, folder }) => [
      run("icacls", folder, "/inheritance:r", "/grant:r", ...ADMINISTRATORS, `${trustee(user)}:(OI)(CI)F`),
    ],
    enable: [run("schtasks", "/Create", "/TN", SERVICE_NAME, "/XML", definition, "/F"), END, START],
    start: [START],
    stop: [run("schtasks", "/End", "/TN", SERVICE_NAME)],
    restart: [END, START],
    disable: [END, attempt("schtasks", "/Delete", "/TN", SERVICE_NAME, "/F")],
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
