import { stackOf } from "../../adapters/system/error_stack.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { type ReportRequest, reportsOn } from "./make_reports.ts";
import type { FromReportWorker } from "./report_thread.ts";

/** The entry of a thread that makes reports, tells them and ends. Nothing may escape it, for that would end the whole process. */

const scope = self as unknown as {
  postMessage(message: FromReportWorker, transfer?: Transferable[]): void;
  addEventListener: typeof self.addEventListener;
};

scope.addEventListener("message", (event) => {
  make((event as MessageEvent<ReportRequest>).data).catch(fail);
});
scope.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});
scope.addEventListener("error", (event) => {
  event.preventDefault();
  fail((event as ErrorEvent).error);
});

async function make(request: ReportRequest): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify({ reports: await reportsOn(request) }));
  scope.postMessage({ kind: "made", bytes }, [bytes.buffer]);
}

function fail(error: unknown): void {
  if (error instanceof OperationError) {
    const { message, remedy, code } = error;
    return scope.postMessage({ kind: "refused", message, remedy: remedy ?? null, code: code ?? null });
  }
  scope.postMessage({
    kind: "failed",
    message: stackOf(error),
  });
}
