import { folderExists } from "../../adapters/disk/state_folder.ts";
import { systemTimeZone } from "../../adapters/system/system.ts";
import { readLicence } from "../../crypto/licence_file.ts";
import type { HostPorts } from "../../host/host.ts";
import { readState } from "../../host/read_state.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import { Calendar } from "../../reports/calendar.ts";
import type { Period, Source } from "../../reports/draft.ts";
import { scanJournal, type ScanProgress } from "../../reports/journal_scan.ts";
import { makeReports } from "../../reports/make_reports.ts";
import type { ReportName } from "../../reports/names.ts";
import { periodFault } from "../../reports/period.ts";
import type { Report } from "../../reports/report.ts";
import { hostPorts } from "../folders/folder.ts";
import { roleOf } from "../folders/role.ts";

export interface ReportRequest {
  /** A host's state folder. */
  readonly folder: string;
  readonly names: readonly ReportName[];
  readonly period: Period;
  /** False: without their rows. Unless it is given, with them. */
  readonly rows?: boolean;
}

/**
 * Reports on a host, from the files of its folder, all in one pass over the journal. Nothing is locked or written, so the host may run
 * meanwhile; and for the same reason root need not become the folder's owner. Rejects with OperationError.
 */
export async function reportsOn(
  { folder, rows = true, ...wanted }: ReportRequest,
  onProgress?: (progress: ScanProgress) => void,
): Promise<Report[]> {
  const fault = periodFault(wanted.names, wanted.period);
  if (fault !== undefined) {
    throw new OperationError(`Cannot make the report: ${fault}`, { code: HResult.malformed });
  }
  try {
    await refuseOthers(folder);
    const reports = await reportsFrom(hostPorts(folder), systemTimeZone(), wanted, onProgress);
    return rows ? reports : reports.map((report) => ({ ...report, rows: [] }));
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    throw new OperationError(
      `Cannot read the state in ${folder}: ${cause instanceof Error ? cause.message : cause}`,
      { remedy: "run kms as the user that owns the folder, or as root (sudo)", cause },
    );
  }
}

/** The same from a folder that is a host's, in the time zone of that name, for a period that there is. */
export async function reportsFrom(
  ports: HostPorts,
  timeZone: string,
  { names, period }: Pick<ReportRequest, "names" | "period">,
  onProgress?: (progress: ScanProgress) => void,
): Promise<Report[]> {
  const source = await sourceFrom(ports, timeZone);
  return await makeReports(names, source, (see) => scanJournal(ports.disk, see, onProgress), period);
}

async function sourceFrom(ports: HostPorts, timeZone: string): Promise<Source> {
  const now = ports.clock.now();
  const licence = await readLicence(ports.licenceFile);
  const { machines } = await readState(ports);
  return {
    now,
    calendar: new Calendar(timeZone),
    host: ports.machine.name(),
    publisher: licence?.payload.publisher ?? null,
    products: licence?.payload.products ?? [],
    machines: machines.present(now),
  };
}

async function refuseOthers(folder: string): Promise<void> {
  if (!await folderExists(folder)) {
    throw new OperationError(`There is no state folder ${folder}`, {
      remedy: "name the host's with --state DIR",
    });
  }
  if ((await roleOf(folder)).role === "host") return;
  throw new OperationError(`Cannot report on ${folder}: it is not a KMS host's state folder`, {
    code: HResult.notAHost,
    remedy: "name the host's with --state DIR",
  });
}
