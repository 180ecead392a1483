/** A platform that `deno compile` makes executables for. */
export interface Target {
  /** The triple by which Deno names it. */
  readonly triple: string;
  /** What the released file is called, without its folder. */
  readonly releaseName: string;
}

/** Every platform of a release. Deno 2.9.4 has a runtime for each. */
export const RELEASE_TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", releaseName: "kms-linux-x64" },
  { triple: "aarch64-unknown-linux-gnu", releaseName: "kms-linux-arm64" },
  { triple: "x86_64-apple-darwin", releaseName: "kms-macos-x64" },
  { triple: "aarch64-apple-darwin", releaseName: "kms-macos-arm64" },
  { triple: "x86_64-pc-windows-msvc", releaseName: "kms-windows-x64.exe" },
  { triple: "aarch64-pc-windows-msvc", releaseName: "kms-windows-arm64.exe" },
];

/** Whether programs for the target are PE files, which end in `.exe`. */
export function isWindows(triple: string): boolean {
  return triple.includes("windows");
}

/** Whether programs for the target are ELF files, which `strip` can make smaller. */
export function isLinux(triple: string): boolean {
  return triple.includes("linux");
}

/** The output path as the target's system wants it: with `.exe` on Windows. */
export function executablePath(path: string, triple: string): string {
  return isWindows(triple) && !path.toLowerCase().endsWith(".exe") ? `${path}.exe` : path;
}
