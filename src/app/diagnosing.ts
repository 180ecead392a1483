import { storageOf } from "../adapters/storage.ts";
import type { Handlers, Output } from "../api/routes.ts";
import type { Client } from "../client/client.ts";
import { parseDnsServer } from "../client/dns_server.ts";
import type { PublisherPorts } from "../host/dns_change.ts";
import { diagnoseHost } from "../host/diagnosis/diagnose.ts";
import type { Host } from "../host/host.ts";
import { firstBroken, type Step } from "../policy/diagnosis.ts";
import type { Clock, Machine } from "../ports.ts";
import { VERSION } from "../version.ts";
import type { Listening } from "./host_status.ts";
import type { Role } from "./role.ts";

/** The calls by which a console is told what is wrong. */
export type DiagnosisHandlers = Pick<Handlers, "why">;

/** `listening`: where the host takes requests, at the time of a call; null where it does not run. */
export function hostDiagnosis(
  host: Host,
  folder: string,
  ports: PublisherPorts,
  listening: () => Listening,
): DiagnosisHandlers {
  return {
    async why({ dnsServer }) {
      const at = listening();
      const steps = await diagnoseHost(host, {
        ...ports,
        storage: storageOf(folder, "secrets.json"),
        listening: at === null ? undefined : { host: at.address, port: at.port },
        dnsServer: parseDnsServer(dnsServer ?? null),
      });
      return diagnosisView("host", steps, host.ports);
    },
  };
}

/** `role`: `none` in a folder that has no key yet. */
export function clientDiagnosis(
  client: Client,
  role: Role,
  ports: { clock: Clock; machine: Machine },
): DiagnosisHandlers {
  return {
    why: async ({ dnsServer }) => diagnosisView(role, await client.diagnose({ dnsServer }), ports),
  };
}

/** How steps travel to a console. */
export function diagnosisView(
  role: Role,
  steps: readonly Step[],
  { clock, machine }: { clock: Clock; machine: Machine },
): Output<"why"> {
  return {
    role,
    computer: machine.name(),
    version: VERSION,
    time: clock.now(),
    broken: firstBroken(steps)?.step ?? null,
    steps: steps.map(({ step, standing, seen, fault }) => (
      { step, standing, seen, ...(fault ?? { code: null, text: null, remedy: null }) }
    )),
  };
}
