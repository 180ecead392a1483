import { makeNpmPackage } from "../../../tools/npm_package.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;

/** Puts the built library where a program in `folder` finds it by its name. */
export async function installLibrary(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/node_modules/@kms`, { recursive: true });
  await makeNpmPackage(ROOT, `${folder}/node_modules/@kms/client`);
}
