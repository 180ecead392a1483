import type { Handlers } from "../api/routes.ts";
import { activateOffline, activateOnline, installationId } from "../host/activating.ts";
import type { Host } from "../host/host.ts";
import { changeSetting, installKey, installLicence, removeKey } from "../host/installing.ts";
import { HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { SettingName } from "../policy/settings.ts";
import type { ActivationService } from "../ports.ts";
import { hostStatus, type Listening } from "./host_status.ts";

/** What the handlers need to know of the listener, if one runs. */
export interface RunningListener {
  readonly listening: Listening;
  /** Carries a setting out that has been found good and is about to be recorded; resolves with what is still to happen, or null. */
  apply(name: SettingName, value: number): Promise<string | null>;
}

/** A host whose listener does not run: settings wait for the next start, which they need not be told of. */
export const NOT_RUNNING: RunningListener = { listening: null, apply: () => Promise.resolve(null) };

export function hostHandlers(host: Host, service: ActivationService, listener: RunningListener): Handlers {
  const activated = () => {
    const { ends } = hostStatus(host, null).activation;
    return { role: "host" as const, ends: ends ?? 0 };
  };
  return {
    status: () => Promise.resolve(hostStatus(host, listener.listening)),
    async installLicence({ text, acceptNewRoots }) {
      const { payload } = await installLicence(host, text, acceptNewRoots);
      return { publisher: payload.publisher, serial: payload.serial, products: payload.products };
    },
    async installKey({ key }) {
      const { partialKey } = await installKey(host, key);
      return { kind: "host", partialKey, product: null };
    },
    async removeKey() {
      await removeKey(host);
      return {};
    },
    async changeSetting({ name, value }) {
      const pending = await changeSetting(host, name, value, () => listener.apply(name, value));
      return { pending };
    },
    async activate({ url }) {
      await activateOnline(host, service, url ?? undefined);
      return activated();
    },
    installationId: () => Promise.resolve({ installationId: installationId(host) }),
    async confirm({ confirmationId }) {
      await activateOffline(host, confirmationId);
      return activated();
    },
    setKmsHost: () =>
      Promise.reject(
        new OperationError("Cannot set a KMS host: this computer is a KMS host itself", {
          code: HResult.malformed,
        }),
      ),
  };
}
