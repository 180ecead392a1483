import type { Step } from "../../policy/diagnosis.ts";
import type { Host } from "../host.ts";
import { judgeHost } from "./judge.ts";
import { type HostSightPorts, lookAtHost } from "./sight.ts";

/** Every step of a host, which may run meanwhile: nothing is written, and nothing counted. Rejects with what the disk says. */
export async function diagnoseHost(host: Host, ports: HostSightPorts): Promise<Step[]> {
  return judgeHost(await lookAtHost(host, ports));
}
