import type { Handlers, Input, Output } from "../../api/routes.ts";
import type { ADMIN_ROUTES } from "../../api/types.ts";
import { activateOffline, activateOnline, installationId } from "../../host/activating.ts";
import type { Host } from "../../host/host.ts";
import {
  changeSetting,
  clearKey,
  generalize,
  installKey,
  installLicence,
  removeKey,
} from "../../host/installing.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { LicencePayload } from "../../protocol/licence_payload.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { SettingName, SettingValue } from "../../policy/settings.ts";
import type { ActivationService } from "../../ports.ts";
import type { DnsRoute } from "./dns_handlers.ts";
import type { ReportRoute } from "./report_handlers.ts";
import { eventHandlers } from "./event_handlers.ts";
import type { ActivityRoute } from "./activity_handlers.ts";
import type { CallerRoute } from "./caller_handlers.ts";
import type { MachineRoute } from "./machine_handlers.ts";
import { settingsView } from "./settings_view.ts";
import { checkConfirmation } from "./check_confirmation.ts";
import type { HealthRoute, HealthSource } from "./health_handlers.ts";
import type { MetricsRoute } from "./metrics_handlers.ts";
import { hostStatus, type Listening } from "./host_status.ts";
import { refuseOtherActivation } from "./activation_id.ts";
import { newestLicence } from "./licence_files.ts";

/** What the handlers need to know of the listener, if one runs. */
export interface RunningListener {
  readonly listening: Listening;
  /** Carries a setting out that has been found good and is about to be recorded; resolves with what is still to happen, or null. */
  apply(name: SettingName, value: SettingValue): Promise<string | null>;
  /** The port that the listener was started with in place of the setting, or null. */
  readonly fixedPort: number | null;
}

/** A host whose listener does not run: settings wait for the next start, which they need not be told of. */
export const NOT_RUNNING: RunningListener = {
  listening: null,
  fixedPort: null,
  apply: () => Promise.resolve(null),
};

/** What a host answers to; remote administration, DNS, health, reports, machines, activity, who calls and diagnosis are beside it. */
export type HostHandlers = Omit<
  Handlers,
  | ActivityRoute
  | AdminRoute
  | CallerRoute
  | DnsRoute
  | HealthRoute
  | MachineRoute
  | MetricsRoute
  | ReportRoute
  | "why"
>;
export type AdminRoute = keyof typeof ADMIN_ROUTES;

export function hostHandlers(
  host: Host,
  folder: string,
  service: ActivationService,
  listener: RunningListener,
  health: HealthSource,
): HostHandlers {
  const activated = () => {
    const { ends } = hostStatus(host, null).activation;
    return { role: "host" as const, ends: ends ?? 0 };
  };
  const install = async (text: string, acceptNewRoots: boolean, by: string) => {
    const { payload } = await installLicence(host, text, acceptNewRoots, by);
    return licenceView(payload);
  };
  return {
    ...eventHandlers(host.ports, () => host.licence?.payload.products ?? []),
    status: async () => hostStatus(host, listener.listening, (await health.report()).alerts),
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
    settings: () =>
      Promise.resolve(
        settingsView(host.facts?.settings, (setting) => notInForce(host, listener, setting)),
      ),
    async changeSetting(setting, { name }) {
      const apply = () => listener.apply(setting.name, setting.value);
      const pending = await changeSetting(host, setting, apply, name);
      return { pending: pending ?? notInForce(host, listener, setting) };
    },
    async activate({ url, id }, { name }) {
      refuseOtherActivation(id, hostStatus(host, null));
      await activateOnline(host, service, { ...(url === null ? {} : { url }), by: name });
      return activated();
    },
    installationId: async () => ({ installationId: await installationId(host) }),
    checkConfirmation: ({ confirmationId }) => Promise.resolve(checkConfirmation(confirmationId)),
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
    changeClientSetting: () => Promise.reject(notAClient("set this", "")),
    rearm: () => Promise.reject(notAClient("rearm", "; for an image of a host there is kms generalize")),
    hosts: () => Promise.reject(notAClient("look for hosts", "")),
  };
}

/** Why a setting has no effect though it is kept, or null: said each time that it is set, whether it was that already or not. */
function notInForce(
  host: Host,
  { fixedPort }: RunningListener,
  { name, value }: Input<"changeSetting">,
): string | null {
  if (name === "port" && fixedPort !== null) {
    return "the host was started with --port: the setting takes effect when it is started without";
  }
  if (name !== "dnsPublishing" || value !== true || Object.keys(host.facts?.dns ?? {}).length > 0) {
    return null;
  }
  return "no domain is set to publish this host in: kms dns add DOMAIN";
}

/** What is told of a licence file that was installed. */
export function licenceView({ publisher, serial, products }: LicencePayload): Output<"installLicence"> {
  return { publisher, serial, products: products.map(({ name, threshold }) => ({ name, threshold })) };
}

function notAClient(what: string, more: string): OperationError {
  return new OperationError(`Cannot ${what}: this state folder is a KMS host's, not a client's`, {
    code: HResult.malformed,
    remedy: `name the client's folder with --state DIR${more}`,
  });
}
