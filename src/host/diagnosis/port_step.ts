import { broken, failing, ok, type Step, type StepFault } from "../../policy/diagnosis.ts";
import { HResult } from "../../protocol/hresult.ts";
import { isOnLoopback, isPublished } from "./reach.ts";
import type { HostSight } from "./sight.ts";

/** WSAEADDRINUSE */
const PORT_TAKEN = 0x80072740;

/**
 * Whether the host takes requests; what firewalls on the way do is seen from a client. `isToStart`: that it does not run is only a
 * warning where something else is to be mended before it is started.
 */
export function portStep(sight: HostSight, { isToStart }: { isToStart: boolean }): Step {
  const { listening, answering, facts: { settings } } = sight;
  if (listening === undefined) {
    const { seen, fault } = stopped(settings.port, answering.kind !== "nobody");
    return failing(isToStart, "port", seen, fault);
  }
  const where = `${listening.host} port ${listening.port}`;
  if (answering.kind === "nobody" || answering.kind === "other") {
    return broken("port", `${where} takes no connection`, {
      code: HResult.serverUnavailable,
      text: `the host does not answer at its own port: ${answering.why}`,
      remedy: "kms service restart, or end kms serve and start it again; look at the local firewall",
    });
  }
  if (isOnLoopback(sight)) {
    return failing(isPublished(sight), "port", `${where}, this computer alone`, loopback(sight));
  }
  return ok("port", `${where} answers`);
}

function stopped(port: number, taken: boolean): { seen: string; fault: StepFault } {
  const none = "no host runs on this state folder";
  if (!taken) {
    const remedy = "kms service start, or kms serve";
    return { seen: "no host runs", fault: { code: HResult.serverUnavailable, text: none, remedy } };
  }
  const text = `${none}, and another program has its port ${port}`;
  const remedy =
    "end the other program, or kms /sprt PORT with another; then kms service start, or kms serve";
  return {
    seen: `no host runs, and something else answers at port ${port}`,
    fault: { code: PORT_TAKEN, text, remedy },
  };
}

/** On a computer by itself, for a trial, it is as it should be; a host that DNS sends clients to keeps them all away. */
function loopback(sight: HostSight): StepFault {
  const text = "the host listens on loopback: no other computer can reach it";
  const remedy = "kms serve without --listen, or kms service start";
  if (!isPublished(sight)) return { code: null, text, remedy };
  return { code: HResult.serverUnavailable, text: `${text}, though DNS sends clients to it`, remedy };
}
