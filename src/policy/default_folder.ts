/** Of a process, what the place of its state follows from. */
export interface FolderFacts {
  /** As Node has it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly isRoot: boolean;
  readonly env: (name: string) => string | undefined;
}

/** The state folder where none is named. */
export function defaultFolder({ platform, isRoot, env }: FolderFacts): string {
  const home = env("HOME") ?? "/";
  switch (platform) {
    case "win32":
      return `${env("ProgramData") ?? "C:\\ProgramData"}\\kms`;
    case "darwin":
      return isRoot ? "/Library/Application Support/kms" : `${home}/Library/Application Support/kms`;
    default:
      return isRoot ? "/var/lib/kms" : `${env("XDG_STATE_HOME") ?? `${home}/.local/state`}/kms`;
  }
}
