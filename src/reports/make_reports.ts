import { activationCount } from "./activation_count.ts";
import { activityHistory } from "./activity_history.ts";
import type { Basis, Draft, Period, Source } from "./draft.ts";
import { duplicates } from "./duplicates.ts";
import { Editions } from "./editions.ts";
import { expirationChart } from "./expiration_chart.ts";
import { expirationDetail } from "./expiration_detail.ts";
import { forecast } from "./forecast.ts";
import type { ScanResult } from "./journal_scan.ts";
import { licensingStatus } from "./licensing_status.ts";
import { REPORT_KINDS, type ReportName } from "./names.ts";
import type { Report, ReportBody } from "./report.ts";
import type { SeenEvent } from "./seen_event.ts";
import { virtualMachines } from "./virtual_machines.ts";

const DRAFTS: Readonly<Record<ReportName, (basis: Basis, period: Period) => Draft>> = {
  "activation-count": activationCount,
  "activity-history": activityHistory,
  "licensing-status": licensingStatus,
  "expiration-chart": expirationChart,
  "expiration-detail": expirationDetail,
  "virtual-machines": virtualMachines,
  "duplicates": duplicates,
  "forecast": forecast,
};

/** Shows every event of a journal to `see`, in their order. */
export type EventScan = (see: (event: SeenEvent) => void) => Promise<ScanResult>;

/** All of `names`, in one pass over the events. */
export async function makeReports(
  names: readonly ReportName[],
  source: Source,
  scan: EventScan,
  period: Period = {},
): Promise<Report[]> {
  const { calendar, now, products } = source;
  const basis = { ...source, editions: new Editions(products), today: calendar.dayOf(now) };
  const drafts = names.map((name) => ({ name, draft: DRAFTS[name](basis, period) }));
  const seers = drafts.flatMap(({ draft: { see } }) => see === undefined ? [] : [see]);
  const { since, read, unreadable } = await scan((event) => {
    for (const see of seers) see(event);
  });
  return drafts.map(({ name, draft }) => ({
    name,
    title: REPORT_KINDS[name].title,
    about: REPORT_KINDS[name].about,
    made: now,
    timeZone: calendar.timeZone,
    host: source.host,
    publisher: source.publisher,
    events: { since, read, unreadable },
    ...withWarning(draft.finish(since), unreadable),
  }));
}

/** Figures that may be too small say so. */
function withWarning(body: ReportBody, unreadable: number): ReportBody {
  if (unreadable === 0) return body;
  const warning = `Lines of the journal that cannot be read, and are not counted: ${unreadable}.`;
  return { ...body, notes: [...body.notes, warning] };
}
