import { stackOf } from "../../adapters/system/error_stack.ts";
import { prepareFolder } from "../../adapters/disk/own_folder.ts";
import { folderExists } from "../../adapters/disk/state_folder.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { RunningHost } from "./running_host.ts";
import type { FromWorker, StartMessage, ToWorker } from "./worker_messages.ts";

/** The worker's entry: it holds the host role whole. Nothing may escape it, for that would end the whole process. */

const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  close(): void;
  addEventListener: typeof self.addEventListener;
};
let running: RunningHost | undefined;
let stopped: Promise<void> | undefined;

scope.addEventListener("message", (event) => {
  const message = (event as MessageEvent<ToWorker>).data;
  const done = message.kind === "start" ? start(message) : stop();
  done.catch(fail);
});
scope.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});
scope.addEventListener("error", (event) => {
  event.preventDefault();
  fail((event as ErrorEvent).error);
});

async function start({ folder, address, port, makesFolder }: StartMessage): Promise<void> {
  try {
    if (makesFolder) await makeFolder(folder);
    running = await RunningHost.start({ folder, address, port, onFailure: fail, onRenewal: renew, note });
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const { message, remedy, code } = error;
    return scope.postMessage({ kind: "refused", message, remedy: remedy ?? null, code: code ?? null });
  }
  const { listening, trouble, activation } = running.status();
  const why = trouble?.reason ?? (activation.activated ? null : activation.text);
  scope.postMessage({ kind: "listening", ...listening!, trouble: why });
}

/** Here and not in the main thread: `node:fs/promises` takes 4 MB of memory in each thread that loads it, and this one needs it anyway. */
async function makeFolder(folder: string): Promise<void> {
  if (!await folderExists(folder)) note(`new state folder ${folder}`);
  await prepareFolder(folder);
}

async function stop(): Promise<void> {
  await (stopped ??= running?.stop());
  scope.postMessage({ kind: "stopped" });
  scope.close();
}

function renew(): void {
  scope.postMessage({ kind: "renew" });
}

function note(text: string): void {
  scope.postMessage({ kind: "note", text });
}

function fail(error: unknown): void {
  scope.postMessage({ kind: "failed", message: stackOf(error) });
}
