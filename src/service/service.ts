import { OperationError } from "../policy/operation_error.ts";

export type Platform = "linux" | "darwin" | "windows";

/** What runs as a service. Both may be installed on a computer, each on a state folder of its own. */
export interface Runs {
  /** The name that the system's service manager knows the service by. */
  readonly name: string;
  readonly title: string;
  /** The words of its command, behind the state folder. */
  readonly words: readonly string[];
}

export const SERVICES = {
  host: { name: "kms", title: "KMS host", words: ["serve"] },
  client: { name: "kms-client", title: "KMS client", words: ["client", "run"] },
} as const satisfies Record<string, Runs>;
export type ServiceRole = keyof typeof SERVICES;

/** The folder in the places that systems have for state: that of commands which name none. */
export const STATE_NAME = "kms";

/** The command of a service, as words. */
export function commandOf({ folder, executable }: Service, { words }: Runs): string[] {
  return [executable, "--state", folder, ...words];
}

/** What a command says of the service that it starts; undefined where it is not the one that is meant. */
export function readCommand(
  [executable, option, folder, ...words]: readonly string[],
  runs: Runs,
): Pick<Service, "folder" | "executable"> | undefined {
  if (executable === undefined || folder === undefined || option !== "--state") return undefined;
  return words.join(" ") === runs.words.join(" ") ? { folder, executable } : undefined;
}

/** What a service is made of; all else follows from it. */
export interface Service {
  /** The user that it runs as. */
  readonly user: string;
  /** Its state folder, an absolute path. */
  readonly folder: string;
  /** The program that it runs. */
  readonly executable: string;
}

/** Folders of the file system that nobody but its owner's programs may rely on, by platform. */
const UNSUITED: Readonly<Record<Platform, readonly string[]>> = {
  linux: ["/home", "/root", "/run/user", "/tmp", "/var/tmp", "/dev", "/proc", "/sys"],
  darwin: ["/tmp", "/private/tmp", "/var/tmp", "/private/var/tmp", "/dev"],
  windows: [],
};

const USER_NAMES: Readonly<Record<Platform, RegExp>> = {
  linux: /^[a-z_][a-z0-9_-]{0,30}$/i,
  darwin: /^[a-z_][a-z0-9_.-]{0,30}$/i,
  windows: /^[^"/[\]:;|=,+*?<>%\p{Cc}]{1,104}$/u,
};

/** Throws OperationError for what cannot be written into the system's definition of a service, or would not work there. */
export function checkService(service: Service, platform: Platform): void {
  if (!USER_NAMES[platform].test(service.user)) {
    throw new OperationError(`Cannot make a service of the user ${JSON.stringify(service.user)}`, {
      remedy: "name one by letters, digits, - and _ with --user NAME",
    });
  }
  checkPath(service.executable, "program", platform);
  checkPath(service.folder, "state folder", platform);
  const unsuited = UNSUITED[platform].find((place) => isWithin(service.folder, place));
  if (unsuited === undefined) return;
  throw new OperationError(
    `Cannot make a service on the state folder ${service.folder}: a service does not see what is in ${unsuited}`,
    { remedy: "name a folder elsewhere with --state DIR, such as /var/lib/kms" },
  );
}

function checkPath(path: string, what: string, platform: Platform): void {
  if (!isAbsolute(path, platform)) refuse("is no absolute path");
  if (/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(path) || !path.isWellFormed()) {
    refuse("holds a character that a service's definition cannot hold");
  }
  if (platform === "windows" && /["%]/.test(path)) refuse("holds a quote or a percent sign");

  function refuse(why: string): never {
    throw new OperationError(`Cannot make a service: its ${what} ${JSON.stringify(path)} ${why}`, {
      remedy: "name another",
    });
  }
}

function isAbsolute(path: string, platform: Platform): boolean {
  return platform === "windows" ? /^[a-z]:[\\/]/i.test(path) : path.startsWith("/");
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
