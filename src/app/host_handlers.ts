import type { Handlers } from "../api/routes.ts";
import { activateOffline, activateOnline, installationId } from "../host/activating.ts";
import type { Host } from "../host/host.ts";
import {
  changeSetting,
  clearKey,
  generalize,
  installKey,
  installLicence,
  removeKey,
} from "../host/installing.ts";
import { HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { SettingName, SettingValue } from "../policy/settings.ts";
import type { ActivationService } from "../ports.ts";
import { hostStatus, type Listening } from "./host_status.ts";
import { refuseOtherActivation } from "./activation_id.ts";
import { newestLicence } from "./licence_files.ts";

/** What the handlers need to know of the listener, if one runs. */
export interface RunningListener {
  readonly listening: Listening;
  /** Carries a setting out that has been found good and is about to be recorded; resolves with what is still to happen, or null. */
  apply(name: SettingName, value: SettingValue): Promise<string | null>;
}

/** A host whose listener does not run: settings wait for the next start, which they need not be told of. */
export const NOT_RUNNING: RunningListener = { listening: null, apply: () => Promise.resolve(null) };

/** What a host answers to; remote administration is beside it (admin_handlers.ts). */
export type HostHandlers = Omit<Handlers, AdminRoute>;
export type AdminRoute = "admin" | "changeAdmin" | "addUser" | "changePassword" | "removeUser";

export function hostHandlers(
  host: Host,
  folder: string,
  service: ActivationService,
  listener: RunningListener,
): HostHandlers {
  const activated = () => {
    const { ends } = hostStatus(host, null).activation;
    return { role: "host" as const, ends: ends ?? 0 };
  };
  const install = async (text: string, acceptNewRoots: boolean, by: string) => {
    const { payload } = await installLicence(host, text, acceptNewRoots, by);
    return { publisher: payload.publisher, serial: payload.serial, products: payload.products };
  };
  return {
    status: () => Promise.resolve(hostStatus(host, listener.listening)),
    installLicence: ({ text, acceptNewRoots }, { name }) => install(text, acceptNewRoots, name),
    reinstallLicence: async (_, { name }) =>
      await install(await newestLicence(folder, host.licence, host.ports.clock), false, name),
    async installKey({ key }, { name }) {
      const { partialKey } = await installKey(host, key, name);
      return { kind: "host", partialKey, product: null };
    },
    async removeKey(_, { name }) {
      await removeKey(host, name);
      return {};
    },
    clearKey: async (_, { name }) => ({ cleared: await clearKey(host, name) }),
    async changeSetting(setting, { name }) {
      const apply = () => listener.apply(setting.name, setting.value);
      return { pending: await changeSetting(host, setting, apply, name) };
    },
    async activate({ url, id }, { name }) {
      refuseOtherActivation(id, hostStatus(host, null));
      await activateOnline(host, service, { ...(url === null ? {} : { url }), by: name });
      return activated();
    },
    installationId: async () => ({ installationId: await installationId(host) }),
    async confirm({ confirmationId }, { name }) {
      await activateOffline(host, confirmationId, name);
      return activated();
    },
    async generalize(_, { name }) {
      if (listener.listening !== null) {
        throw new OperationError("Cannot prepare an image: the host runs", {
          remedy: "stop it first: kms service stop, or end kms serve",
        });
      }
      await generalize(host, name);
      return { role: "host" };
    },
    changeClientSetting: () => Promise.reject(notAClient("set this")),
    hosts: () => Promise.reject(notAClient("look for hosts")),
    rearm: () => Promise.reject(notAClient("rearm")),
  };
}

function notAClient(what: string): OperationError {
  return new OperationError(`Cannot ${what}: this state folder is a KMS host's, not a client's`, {
    code: HResult.malformed,
    remedy: "name the client's folder with --state DIR; for an image of a host there is kms generalize",
  });
}
