import assert from "node:assert/strict";
import { systemd as systemdOf } from "../../src/service/on_linux.ts";
import { launchd as launchdOf } from "../../src/service/on_macos.ts";
import { taskScheduler } from "../../src/service/on_windows.ts";
import { type Found, planControl, planInstall, planUninstall, serviceFor } from "../../src/service/plan.ts";
import { type Service, SERVICES } from "../../src/service/service.ts";
import { commandLine, describeStep, type Step } from "../../src/service/steps.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { SAMPLE_SERVICE } from "../support/samples/services.ts";

const systemd = systemdOf(SERVICES.host);
const launchd = launchdOf(SERVICES.host);

function onLinux(installed?: Service): Found {
  return { platform: "linux", manager: systemd, installed };
}

const onMac: Found = { platform: "darwin", manager: launchd, installed: undefined };
const onWindows: Found = {
  platform: "windows",
  manager: taskScheduler(SERVICES.host, "C:\\Program Files", "C:\\ProgramData"),
  installed: undefined,
};

function described(steps: readonly Step[]): string[] {
  return steps.map(describeStep);
}

Deno.test("installing makes program, user, folder and unit, and starts the service last", () => {
  const service = serviceFor({}, onLinux());
  assert.deepEqual(service, SAMPLE_SERVICE);
  assert.deepEqual(described(planInstall(service, "/tmp/kms", onLinux())), [
    "look for /run/systemd/system",
    "copy /tmp/kms to /usr/local/bin/kms",
    "make the user kms, unless there is one",
    "make the folder /var/lib/kms for kms alone",
    "write /etc/systemd/system/kms.service",
    "run systemctl daemon-reload",
    "run systemctl enable kms.service",
    "run systemctl restart kms.service",
  ]);
});

Deno.test("installing again keeps the user and folder that are installed, and does not stop what need not stop", () => {
  const installed = { ...SAMPLE_SERVICE, user: "alice", folder: "/srv/kms" };
  const service = serviceFor({}, onLinux(installed));
  assert.deepEqual(service, installed);
  const steps = described(planInstall(service, "/usr/local/bin/kms", onLinux(installed)));
  assert(!steps.some((step) => step.startsWith("copy") || step.includes("systemctl stop")), steps.join("\n"));
});

Deno.test("the host is stopped before its files go to another user, and before it moves to another folder", () => {
  for (const change of [{ user: "alice" }, { folder: "/srv/kms" }]) {
    const found = onLinux(SAMPLE_SERVICE);
    const steps = described(planInstall(serviceFor(change, found), "/usr/local/bin/kms", found));
    assert.equal(steps[1], "run systemctl stop kms.service");
  }
});

Deno.test("uninstalling leaves the state folder unless it is to be purged", () => {
  const installed = { ...SAMPLE_SERVICE, folder: "/srv/kms" };
  const steps = planUninstall(installed, {}, { manager: systemd, purge: false });
  assert.deepEqual(described(steps), [
    "look for /run/systemd/system",
    "run systemctl disable --now kms.service",
    "remove /var/cache/kms and all that is in it",
    "remove /etc/systemd/system/kms.service",
    "run systemctl daemon-reload",
    "run systemctl reset-failed kms.service",
  ]);
  const purging = planUninstall(installed, {}, { manager: systemd, purge: true });
  assert.deepEqual(purging.toSpliced(3, 1), steps);
  assert.deepEqual(purging[3], { kind: "removeFolder", path: "/srv/kms", state: true });
});

Deno.test("another folder than the installed one is not purged", async () => {
  const installed = { ...SAMPLE_SERVICE, folder: "/srv/kms" };
  const wanted = { folder: "/var/lib/kms" };
  const error = await operationErrorOf(() =>
    planUninstall(installed, wanted, { manager: systemd, purge: true })
  );
  assert.match(error.message, /the service is installed on \/srv\/kms/);
});

Deno.test("what is done after the definition was removed cannot fail: uninstalling again finds nothing installed", () => {
  for (const manager of [systemd, launchd, onWindows.manager]) {
    const steps = planUninstall(SAMPLE_SERVICE, {}, { manager, purge: true });
    const last = steps.findIndex(({ kind }) => kind === "removeFile");
    for (const step of steps.slice(last + 1)) assert(step.kind === "run" && step.mayFail, describeStep(step));
  }
});

Deno.test("a folder that a service does not see, or whose name no definition can hold, is refused in one line", async () => {
  const hidden = ["/home/alice/kms", "/root", "/tmp/kms", "/var/tmp/kms", "/run/user/0/kms"];
  for (const folder of hidden) {
    const error = await operationErrorOf(() => serviceFor({ folder }, onLinux()));
    assert.match(error.message, /a service does not see what is in \//);
  }
  for (const folder of ["/srv/two\nlines", "/srv/\u0007", "/srv/a\u2028b", "srv/kms", "/srv/\ud800"]) {
    const error = await operationErrorOf(() => serviceFor({ folder }, onLinux()));
    assert(!error.message.includes("\n"));
    assert.match(error.message, /its state folder "[^"]*" (is no absolute path|holds a character)/);
  }
  await operationErrorOf(() => serviceFor({ folder: "C:\\100%" }, onWindows));
  assert.equal(serviceFor({ folder: "/homes/kms" }, onLinux()).folder, "/homes/kms");
});

Deno.test("a user's name that is none is refused", async () => {
  for (const user of ["", "two words", "-x", "a\nb", "x%n", "a".repeat(40), "$(id)"]) {
    const error = await operationErrorOf(() => serviceFor({ user }, onLinux()));
    assert.match(error.message, /Cannot make a service of the user "/);
  }
  assert.equal(serviceFor({ user: "NT SERVICE\\kms" }, onWindows).user, "NT SERVICE\\kms");
});

Deno.test("on macOS the service gets a user, a folder for its log, and is taken anew by launchd", () => {
  const service = serviceFor({}, onMac);
  assert.deepEqual(described(planInstall(service, "/tmp/kms", onMac)), [
    "copy /tmp/kms to /usr/local/bin/kms",
    "make the user _kms, unless there is one",
    "make the folder /Library/Application Support/kms for _kms alone",
    "make the folder /Library/Logs/kms for _kms alone",
    "make the folder /Library/Caches/kms for _kms alone",
    "write /Library/LaunchDaemons/kms.plist",
    "run launchctl bootout system/kms",
    "run launchctl enable system/kms",
    "run launchctl bootstrap system /Library/LaunchDaemons/kms.plist",
  ]);
});

Deno.test("on Windows the folder is closed to all but the service and administrators", () => {
  const service = serviceFor({}, onWindows);
  assert.deepEqual(described(planInstall(service, "D:\\kms.exe", onWindows)), [
    "copy D:\\kms.exe to C:\\Program Files\\kms\\kms.exe",
    "make the folder C:\\ProgramData\\kms",
    "run icacls C:\\ProgramData\\kms /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-19:(OI)(CI)F",
    "write C:\\Program Files\\kms\\service.xml",
    "run schtasks /Create /TN kms /XML 'C:\\Program Files\\kms\\service.xml' /F",
    "run schtasks /End /TN kms",
    "run schtasks /Run /TN kms",
  ]);
  const installed = { ...onWindows, installed: service };
  assert.equal(described(planInstall(service, "D:\\kms.exe", installed))[0], "run schtasks /End /TN kms");
});

Deno.test("the client's service has names of its own, so that both can be on a computer", () => {
  const onEach: readonly Found[] = [
    { platform: "linux", manager: systemdOf(SERVICES.client), installed: undefined },
    { platform: "darwin", manager: launchdOf(SERVICES.client), installed: undefined },
    {
      platform: "windows",
      manager: taskScheduler(SERVICES.client, "C:\\Program Files", "C:\\ProgramData"),
      installed: undefined,
    },
  ];
  const hosts = [onLinux(), onMac, onWindows];
  for (const [i, found] of onEach.entries()) {
    const service = serviceFor({ folder: i === 2 ? "C:\\kms" : "/srv/kms" }, found);
    const own = described([
      ...planInstall(service, service.executable, found),
      ...planUninstall(service, {}, { manager: found.manager, purge: false }),
      ...planControl("restart", found),
    ]);
    const { manager } = hosts[i]!;
    const others = new Set(described([...manager.enable, ...manager.disable, ...manager.restart]));
    const shared = own.filter((step) => others.has(step) && step !== "run systemctl daemon-reload");
    assert.deepEqual(shared, []);
    assert.notEqual(found.manager.places.definition, manager.places.definition);
    assert.match(own.join("\n"), /kms-client/);
  }
});

Deno.test("on Linux the client's service runs as a user of its own on the system's state folder", () => {
  const found: Found = { platform: "linux", manager: systemdOf(SERVICES.client), installed: undefined };
  const service = serviceFor({}, found);
  assert.deepEqual(service, { ...SAMPLE_SERVICE, user: "kms-client" });
  assert.deepEqual(described(planInstall(service, "/tmp/kms", found)), [
    "look for /run/systemd/system",
    "copy /tmp/kms to /usr/local/bin/kms",
    "make the user kms-client, unless there is one",
    "make the folder /var/lib/kms for kms-client alone",
    "write /etc/systemd/system/kms-client.service",
    "run systemctl daemon-reload",
    "run systemctl enable kms-client.service",
    "run systemctl restart kms-client.service",
  ]);
});

Deno.test("starting, stopping and restarting are the service manager's", () => {
  for (const action of ["start", "stop", "restart"] as const) {
    assert.deepEqual(described(planControl(action, onLinux(SAMPLE_SERVICE))), [
      `run systemctl ${action} kms.service`,
    ]);
  }
});

Deno.test("what the service managers answer is read for what it says", () => {
  const { status } = onMac.manager;
  assert.equal(status.isEnabled('\t"kms" => disabled\n'), false);
  assert.equal(status.isEnabled('\t"kms" => true\n'), false);
  assert.equal(status.isEnabled('\t"com.example.kms" => enabled\n\t"kms" => enabled\n'), true);
  assert.equal(status.isActive("system/kms = {\n\tstate = running\n"), true);
  assert.equal(status.isActive("system/kms = {\n\tstate = not running\n"), false);
  assert.equal(systemd.status.isActive("activating\n"), false);
  assert.equal(systemd.status.isEnabled("disabled\n"), false);
  assert.equal(onWindows.manager.status.isActive("Ready\r\n"), false);
  assert.equal(onWindows.manager.status.isActive("Running\r\n"), true);
});

Deno.test("a command is printed so that a shell takes it", () => {
  assert.equal(
    commandLine({ program: "id", args: ["it's", "$x", "a b", ""] }),
    "id 'it'\\''s' '$x' 'a b' ''",
  );
});
