import { SystemCommands } from "../../adapters/system/system_commands.ts";
import {
  absolutePath,
  thisExecutable,
  thisPlatform,
  windowsFolders,
} from "../../adapters/system/this_system.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { ServiceManager } from "../../service/manager.ts";
import { systemd } from "../../service/on_linux.ts";
import { launchd } from "../../service/on_macos.ts";
import { taskScheduler } from "../../service/on_windows.ts";
import {
  type Action,
  type Found,
  planControl,
  planInstall,
  planUninstall,
  serviceFor,
} from "../../service/plan.ts";
import { type Platform, type Runs, type Service, type ServiceRole, SERVICES } from "../../service/service.ts";
import type { Step } from "../../service/steps.ts";

/** What a person asked for. */
export interface ServiceRequest {
  readonly action: Action;
  readonly role: ServiceRole;
  /** The state folder, where one was named. */
  readonly folder: string | undefined;
  readonly user: string | undefined;
  /** On uninstalling: the state folder goes too. */
  readonly purge: boolean;
}

export interface ServicePlan {
  readonly action: Action;
  readonly role: ServiceRole;
  /** What will be, or was, installed. */
  readonly service: Service;
  readonly steps: readonly Step[];
}

export interface ServiceStatus {
  /** The file that defines the service. */
  readonly definition: string;
  /** Null where it is not installed. */
  readonly service: Service | null;
  /** It starts with the computer. */
  readonly enabled: boolean;
  readonly running: boolean;
}

/** What a request comes to on this computer; nothing is changed yet. Rejects with OperationError. */
export async function planService(
  request: ServiceRequest,
  system = new SystemCommands(),
): Promise<ServicePlan> {
  const { action, role, user, purge } = request;
  const found = await look(system, role);
  const wanted = {
    user,
    folder: request.folder === undefined ? undefined : await absolutePath(request.folder),
  };
  switch (action) {
    case "install": {
      const service = serviceFor(wanted, found);
      await system.requireStateFolder(service.folder, "name a folder of its own with --state DIR");
      await requireOwnFolder(service.folder, role, system);
      return { action, role, service, steps: planInstall(service, await programToInstall(), found) };
    }
    case "uninstall": {
      const service = requireInstalled(action, role, found);
      const steps = planUninstall(service, wanted, { manager: found.manager, purge });
      if (purge) {
        await system.requireStateFolder(
          service.folder,
          "leave --purge out, and remove by hand what is to go",
        );
      }
      return { action, role, service, steps };
    }
    default:
      return {
        action,
        role,
        service: requireInstalled(action, role, found),
        steps: planControl(action, found),
      };
  }
}

/** Does what was planned. Rejects with OperationError at the first step that fails. */
export async function carryOut({ steps }: ServicePlan, system = new SystemCommands()): Promise<void> {
  for (const step of steps) await system.carryOut(step);
}

/** Rejects with OperationError, with the command to be typed instead, where this user may not change services. */
export async function requireAdministrator(
  action: Action,
  role: ServiceRole = "host",
  system = new SystemCommands(),
): Promise<void> {
  if (await system.isAdministrator()) return;
  const windows = thisPlatform() === "windows";
  throw new OperationError(
    `Cannot ${action} the service: it takes ${windows ? "an administrator's rights" : "root"}`,
    { remedy: windows ? "open the terminal as administrator" : `sudo ${serviceCommand(action, role)}` },
  );
}

/** How the service stands. Rejects with OperationError where its definition cannot be read. */
export async function serviceStatus(
  role: ServiceRole = "host",
  system = new SystemCommands(),
): Promise<ServiceStatus> {
  const { manager, installed } = await look(system, role);
  const { definition } = manager.places;
  if (installed === undefined) return { definition, service: null, enabled: false, running: false };
  const { enabled, active, isEnabled, isActive } = manager.status;
  const [enabledAnswer, activeAnswer] = await Promise.all([system.ask(enabled), system.ask(active)]);
  return {
    definition,
    service: installed,
    enabled: isEnabled(enabledAnswer.text),
    running: activeAnswer.success && isActive(activeAnswer.text),
  };
}

/** `kms service install --client` */
export function serviceCommand(action: Action, role: ServiceRole): string {
  return `kms service ${action}${role === "client" ? " --client" : ""}`;
}

async function look(system: SystemCommands, role: ServiceRole): Promise<Found> {
  const platform = thisPlatform();
  if (platform === undefined) {
    throw new OperationError("Cannot handle the service: kms does not know this system's service manager", {
      remedy: `have it run: kms ${SERVICES[role].words.join(" ")}`,
    });
  }
  const manager = managerOf(platform, SERVICES[role]);
  return { platform, manager, installed: await readInstalled(manager, role, system) };
}

function managerOf(platform: Platform, runs: Runs): ServiceManager {
  if (platform === "linux") return systemd(runs);
  if (platform === "darwin") return launchd(runs);
  const { programFiles, programData } = windowsFolders();
  return taskScheduler(runs, programFiles, programData);
}

/** A host and a client do not share a folder. Rejects with OperationError where the folder is the other's. */
async function requireOwnFolder(folder: string, role: ServiceRole, system: SystemCommands): Promise<void> {
  const other = role === "host" ? "client" : "host";
  const { installed } = await look(system, other).catch(() => ({ installed: undefined })); // somebody else's
  const isHosts = role === "client" && await system.isThere(`${folder}/state.json`);
  if (installed?.folder !== folder && !isHosts) return;
  throw new OperationError(
    `Cannot make a ${role}'s service on ${folder}: it is the ${other}'s state folder`,
    {
      remedy: `name one of its own with --state DIR, such as ${folder}-${role}`,
    },
  );
}

async function readInstalled(
  manager: ServiceManager,
  role: ServiceRole,
  system: SystemCommands,
): Promise<Service | undefined> {
  const { definition } = manager.places;
  const text = await system.readText(definition);
  if (text === undefined) return undefined;
  const service = manager.decode(text);
  if (service !== undefined) return service;
  throw new OperationError(`Cannot handle the service: ${definition} is not as kms writes it`, {
    remedy: `see whose it is; remove it, then ${serviceCommand("install", role)}`,
  });
}

async function programToInstall(): Promise<string> {
  const program = await thisExecutable();
  if (program !== undefined) return program;
  throw new OperationError(
    "Cannot install the service: kms runs from its sources, and a service takes the program",
    {
      remedy: "deno task build, then sudo dist/kms service install",
    },
  );
}

function requireInstalled(action: Action, role: ServiceRole, { installed }: Found): Service {
  if (installed !== undefined) return installed;
  throw new OperationError(`Cannot ${action} the service: it is not installed`, {
    remedy: action === "uninstall"
      ? "there is nothing to do; a state folder that was left is removed by hand"
      : serviceCommand("install", role),
  });
}
