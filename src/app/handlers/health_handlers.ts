import { type Caller, LOCAL_CALLER } from "../../api/caller.ts";
import type { Handlers } from "../../api/routes.ts";
import type { Health, HEALTH_ROUTES, NotifyStatus } from "../../api/types.ts";
import { testNotice } from "../../health/notice.ts";
import type { Notice } from "../../health/notice.ts";
import type { NotifyFailure } from "../../health/notifier.ts";
import { type AlertView, worst } from "../../health/standing.ts";
import { daysLeft } from "../../host/activation.ts";
import type { Host } from "../../host/host.ts";
import { byWhom } from "../../host/installing.ts";
import type { MonitoringDocument } from "../../host/monitoring_document.ts";
import { EventId } from "../../policy/events.ts";
import { maskedTarget, type NotifyTarget, targetFault, wholeTarget } from "../../policy/notify.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { INITIAL_FACTS } from "../../policy/state.ts";
import { HResult } from "../../protocol/hresult.ts";
import { VERSION } from "../../version.ts";

export type HealthRoute = keyof typeof HEALTH_ROUTES;

/** What is measured of a host beside its state. */
export interface HealthReport {
  /** The worst first. */
  readonly alerts: readonly AlertView[];
  readonly freeBytes: number | undefined;
  /** Within the last hour; undefined where nobody counts them. */
  readonly refusals: number | undefined;
  readonly notifyFailure: NotifyFailure | undefined;
}

/** Who looks after a host's health: the watch of one that runs, or a look at one that does not. */
export interface HealthSource {
  report(): Promise<HealthReport>;
  /** Brings a notice to where it is to go, now. Rejects with why it did not arrive. */
  deliver(notice: Notice): Promise<void>;
}

export function healthHandlers(
  host: Host,
  settings: MonitoringDocument,
  source: HealthSource,
): Pick<Handlers, HealthRoute> {
  const notifyStatus = async (caller: Caller): Promise<NotifyStatus> => {
    const { notify } = await settings.read();
    const show = caller.role === "administrator" ? wholeTarget : maskedTarget;
    const { notifyFailure } = await source.report();
    return { kind: notify.kind, target: show(notify), failure: notifyFailure ?? null };
  };
  return {
    health: async () => healthOf(host, await source.report(), await kindOf(settings)),
    notify: (_, caller) => notifyStatus(caller),
    async changeNotify(target, caller) {
      refuseTarget(target, caller);
      await settings.change({ notify: target });
      const time = host.ports.clock.now();
      if (host.trouble === undefined) {
        await host.record([{ id: EventId.notifyChanged, time, kind: target.kind, ...byWhom(caller.name) }]);
      }
      return await notifyStatus(caller);
    },
    async testNotify() {
      const { kind } = (await settings.read()).notify;
      if (kind === "off") {
        throw new OperationError("Cannot send a test: nobody is told of alerts", {
          remedy: "kms health notify --webhook URL, or --command CMD",
        });
      }
      await sendTest(host, source, kind);
      return { kind };
    },
  };
}

/** A command is run by the host with its rights: only who may open its folder anyway says which. */
function refuseTarget(target: NotifyTarget, caller: Caller): void {
  if (target.kind === "command" && caller !== LOCAL_CALLER) {
    throw new OperationError("A command to run is set on the host's own computer alone", {
      code: HResult.accessDenied,
      remedy: "set it there: kms health notify --command CMD; or set a webhook from here",
    });
  }
  const fault = targetFault(target);
  if (fault !== undefined) {
    throw new OperationError(`Cannot tell anybody that way: ${fault}`, {
      code: HResult.malformed,
      remedy: "kms help health notify shows how it is written",
    });
  }
}

const TEST_REMEDIES = {
  webhook:
    "see that the address is the right one (kms health notify) and that its server runs and takes a POST with JSON",
  command: "run it by hand as the user that the host runs as: kms health notify shows it",
} as const;

async function sendTest(host: Host, source: HealthSource, kind: keyof typeof TEST_REMEDIES): Promise<void> {
  try {
    await source.deliver(testNotice(host.ports.machine.name(), host.ports.clock.now()));
  } catch (cause) {
    throw new OperationError(`The test did not arrive: ${cause instanceof Error ? cause.message : cause}`, {
      remedy: TEST_REMEDIES[kind],
      cause,
    });
  }
}

/** A damaged document is told where it is asked for, and stands in the way of nothing else. */
async function kindOf(settings: MonitoringDocument): Promise<NotifyTarget["kind"]> {
  try {
    return (await settings.read()).notify.kind;
  } catch (error) {
    if (error instanceof OperationError) return "off";
    throw error;
  }
}

function healthOf(host: Host, report: HealthReport, kind: NotifyTarget["kind"]): Health {
  const now = host.ports.clock.now();
  const { settings } = host.facts ?? INITIAL_FACTS;
  const { alertCount, alertQuiet, alertDisk, alertRefusals, alertDuplicates, alertDays } = settings;
  return {
    version: VERSION,
    computer: host.ports.machine.name(),
    time: now,
    severity: worst(report.alerts),
    alerts: [...report.alerts],
    ...figuresOf(host, now, report),
    machineLimit: settings.machineLimit,
    freeBytes: report.freeBytes ?? null,
    settings: { alertCount, alertQuiet, alertDisk, alertRefusals, alertDuplicates, alertDays },
    notify: { kind, failure: report.notifyFailure ?? null },
  };
}

type Figures = Pick<Health, "count" | "known" | "daysLeft" | "refusals" | "requests">;
const UNKNOWN: Figures = { count: null, known: null, daysLeft: null, refusals: null, requests: null };

/** What a state that cannot be trusted says is not known. */
function figuresOf(host: Host, now: number, { refusals }: HealthReport): Figures {
  const { facts, trouble } = host;
  if (facts === undefined || trouble?.kind === "sealed") return UNKNOWN;
  const { known, counted } = host.totals(now);
  return {
    count: counted,
    known,
    daysLeft: daysLeft(host.activation(now), now) ?? null,
    refusals: refusals ?? null,
    requests: facts.counters.requests,
  };
}
