import { OperationError } from "../policy/operation_error.ts";
import type { HostState } from "../policy/state.ts";
import { Checkpoint } from "./checkpoint.ts";
import type { LedgerPorts } from "./ledger.ts";
import { fold, sealedBy } from "./recovery.ts";

/** A host that writes a checkpoint just then has replaced what was to be read. */
const TRIES = 5;
const WAIT_MS = 200;

/**
 * A host's state as it is on disk, for whoever only reads: it takes no lock and writes nothing, so that the host may run meanwhile.
 * Rejects with OperationError where the state cannot be trusted.
 */
export async function readState(ports: Omit<LedgerPorts, "clock">): Promise<HostState> {
  const { disk, stateJson, timer } = ports;
  const checkpoint = new Checkpoint(disk, stateJson, timer);
  for (let tries = 1;; tries++) {
    try {
      return (await fold(checkpoint, ports)).state;
    } catch (cause) {
      const sealed = sealedBy(cause);
      if (sealed === undefined) throw cause;
      if (tries === TRIES) {
        const { reason, remedy } = sealed;
        throw new OperationError(`The state folder is sealed: ${reason}`, { remedy, cause });
      }
    }
    await timer.wait(WAIT_MS);
  }
}
