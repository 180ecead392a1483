import assert from "node:assert/strict";
import { needProgram } from "../programs/need_program.ts";
import { outputOf } from "../programs/programs.ts";

/** That of Debian, for which its packages are. */
export const PYTHON = "/usr/bin/python3";
/** Multicast DNS by somebody else, as a program of Python. */
export const WITNESS = new URL("zeroconf_witness.py", import.meta.url).pathname;

/** Installs what the witness and its network are made of. */
export async function needMulticastWitness(): Promise<void> {
  await needProgram("ip", "multicast is tested with iproute2 (ip)", "iproute2");
  await needProgram(PYTHON, "multicast is tested with python3-zeroconf", "python3-zeroconf");
  const hasZeroconf = async () => (await outputOf(PYTHON, "-c", "import zeroconf")).success;
  if (await hasZeroconf()) return;
  await outputOf(
    "sh",
    "-c",
    "apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-zeroconf",
  );
  assert(await hasZeroconf(), "multicast is tested with python3-zeroconf, which is missing: install it");
}
