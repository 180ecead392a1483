import { storageOf } from "../../adapters/disk/storage.ts";
import type { Caller } from "../../api/caller.ts";
import type { Handlers, Output } from "../../api/routes.ts";
import type { Client } from "../../client/client.ts";
import { parseDnsServer } from "../../client/dns_server.ts";
import type { PublisherPorts } from "../../host/dns_change.ts";
import { diagnoseHost } from "../../host/diagnosis/diagnose.ts";
import type { Host } from "../../host/host.ts";
import type { AnnouncementState } from "../../host/multicast_announcer.ts";
import { firstBroken, type Step } from "../../policy/diagnosis.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Clock, Machine } from "../../ports.ts";
import { HResult } from "../../protocol/hresult.ts";
import { VERSION } from "../../version.ts";
import type { HealthSource } from "./health_handlers.ts";
import type { Listening } from "./host_status.ts";
import type { Role } from "../folders/role.ts";

/** The calls by which a console is told what is wrong. */
export type DiagnosisHandlers = Pick<Handlers, "why">;

/** What a host that runs tells of itself at the time of a call. */
export interface RunningSight {
  /** Where it takes requests. */
  listening(): Listening;
  /** How the announcement by multicast stands; undefined where none is to be made. */
  announcement(): AnnouncementState | undefined;
}

/** `running`: undefined where no host runs. That is told by a step of its own, and by no alert. */
export function hostDiagnosis(
  host: Host,
  folder: string,
  ports: PublisherPorts,
  health: Pick<HealthSource, "report">,
  running: RunningSight | undefined,
): DiagnosisHandlers {
  const alerts = async () => {
    const { alerts } = await health.report();
    return alerts.filter(({ condition }) => condition !== "notRunning");
  };
  return {
    async why({ dnsServer }, caller) {
      if (dnsServer !== undefined) refuseReader(caller);
      const at = running?.listening() ?? null;
      const steps = await diagnoseHost(host, {
        ...ports,
        alerts,
        storage: storageOf(folder, "secrets.json"),
        listening: at === null ? undefined : { host: at.address, port: at.port },
        announcement: running?.announcement(),
        dnsServer: parseDnsServer(dnsServer ?? null),
      });
      return diagnosisView("host", steps, host.ports);
    },
  };
}

/** Whoever may only read has this host send nothing to where he likes. */
function refuseReader({ name, role }: Caller): void {
  if (role === "administrator") return;
  throw new OperationError(`${name} may read, but not have another DNS server asked`, {
    code: HResult.accessDenied,
  });
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
