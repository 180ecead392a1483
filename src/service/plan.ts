import { OperationError } from "../policy/operation_error.ts";
import type { ServiceManager } from "./manager.ts";
import { checkService, type Platform, type Service } from "./service.ts";
import { attempts, type Step } from "./steps.ts";

export const ACTIONS = ["install", "uninstall", "start", "stop", "restart"] as const;
export type Action = typeof ACTIONS[number];

/** What a person asked for. */
export interface Wanted {
  readonly user?: string | undefined;
  /** The state folder, an absolute path. */
  readonly folder?: string | undefined;
}

/** How things stand on the computer. */
export interface Found {
  readonly platform: Platform;
  readonly manager: ServiceManager;
  /** As its definition says; undefined where there is none. */
  readonly installed: Service | undefined;
}

/** The service that an installation leads to: what is not named stays as it is installed. Throws OperationError. */
export function serviceFor({ user, folder }: Wanted, { platform, manager, installed }: Found): Service {
  const { places } = manager;
  const service = {
    user: user ?? installed?.user ?? places.user,
    folder: folder ?? installed?.folder ?? places.folder,
    executable: places.executable,
  };
  checkService(service, platform);
  return service;
}

/** Installs or updates: `program` is what is to become the service's executable. */
export function planInstall(service: Service, program: string, { manager, installed }: Found): Step[] {
  const { user, folder, executable } = service;
  const users = manager.makeUser(service);
  const stops = installed !== undefined && (manager.stopsToCopy || isMoved(installed, service));
  return [
    ...manager.requires,
    ...(stops ? attempts(manager.stop) : []),
    ...(program === executable ? [] : [{ kind: "copyExecutable", from: program, to: executable } as const]),
    ...users,
    { kind: "prepareFolder", path: folder, owner: users.length === 0 ? null : user, state: true },
    ...manager.prepare(service),
    {
      kind: "write",
      path: manager.places.definition,
      text: manager.encode(service),
      encoding: manager.encoding,
    },
    ...manager.enable,
  ];
}

/**
 * Takes the service away; with `purge` its state folder too. The definition goes last of what can fail, so that the command can be given
 * again. Throws OperationError where another state folder was named.
 */
export function planUninstall(
  installed: Service,
  wanted: Wanted,
  { manager, purge }: { readonly manager: ServiceManager; readonly purge: boolean },
): Step[] {
  const { folder } = installed;
  if (purge && wanted.folder !== undefined && wanted.folder !== folder) {
    throw new OperationError(
      `Cannot remove the state folder ${wanted.folder}: the service is installed on ${folder}`,
      { remedy: "leave --state out, or remove the other folder by hand" },
    );
  }
  return [
    ...manager.requires,
    ...manager.disable,
    ...(purge ? [{ kind: "removeFolder", path: folder, state: true } as const] : []),
    { kind: "removeFile", path: manager.places.definition },
    ...manager.forget,
  ];
}

/** Starts, stops or restarts what is installed. */
export function planControl(action: "start" | "stop" | "restart", { manager }: Found): readonly Step[] {
  return manager[action];
}

/** The host must not run while its files go to another user, nor on the folder that it is to leave. */
function isMoved(before: Service, after: Service): boolean {
  return before.user !== after.user || before.folder !== after.folder;
}
