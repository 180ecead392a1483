/** How a call is asked for. */
export interface CallPath {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
}

/**
 * Every call of the management API. What each takes and answers is in calls/: apart, for it takes a command that makes one call longer to
 * load the schemas of all of them than to ask.
 */
export const PATHS = {
  status: { method: "GET", path: "/v1/status" },
  installLicence: { method: "PUT", path: "/v1/licence" },
  reinstallLicence: { method: "POST", path: "/v1/licence/reinstall" },
  installKey: { method: "PUT", path: "/v1/key" },
  removeKey: { method: "DELETE", path: "/v1/key" },
  clearKey: { method: "DELETE", path: "/v1/key/text" },
  settings: { method: "GET", path: "/v1/settings" },
  changeSetting: { method: "PUT", path: "/v1/setting" },
  changeClientSetting: { method: "PUT", path: "/v1/client-setting" },
  activate: { method: "POST", path: "/v1/activation" },
  installationId: { method: "GET", path: "/v1/installation-id" },
  checkConfirmation: { method: "GET", path: "/v1/confirmation/check" },
  confirm: { method: "POST", path: "/v1/confirmation" },
  hosts: { method: "POST", path: "/v1/hosts" },
  rearm: { method: "POST", path: "/v1/rearm" },
  generalize: { method: "POST", path: "/v1/generalize" },
  admin: { method: "GET", path: "/v1/admin" },
  changeAdmin: { method: "PUT", path: "/v1/admin" },
  addUser: { method: "POST", path: "/v1/users" },
  changePassword: { method: "PUT", path: "/v1/users" },
  removeUser: { method: "DELETE", path: "/v1/users" },
  dns: { method: "GET", path: "/v1/dns" },
  setDnsDomain: { method: "PUT", path: "/v1/dns" },
  removeDnsDomain: { method: "DELETE", path: "/v1/dns" },
  publishDns: { method: "POST", path: "/v1/dns/publish" },
  dnsSeen: { method: "GET", path: "/v1/dns/seen" },
  health: { method: "GET", path: "/v1/health" },
  notify: { method: "GET", path: "/v1/health/notify" },
  changeNotify: { method: "PUT", path: "/v1/health/notify" },
  testNotify: { method: "POST", path: "/v1/health/notify/test" },
  metrics: { method: "GET", path: "/v1/metrics" },
  changeMetrics: { method: "PUT", path: "/v1/metrics" },
  report: { method: "GET", path: "/v1/report" },
  why: { method: "GET", path: "/v1/why" },
  events: { method: "GET", path: "/v1/events" },
  verifyEvents: { method: "GET", path: "/v1/events/verification" },
  machines: { method: "GET", path: "/v1/machines" },
  machine: { method: "GET", path: "/v1/machine" },
  activity: { method: "GET", path: "/v1/activity" },
  caller: { method: "GET", path: "/v1/caller" },
} as const satisfies Readonly<Record<string, CallPath>>;

/** The stream of changes of a running host: JSON lines (WatchLine). */
export const WATCH_PATH = "/v1/watch";

/** The version of the program that an answer was made by. */
export const VERSION_HEADER = "kms-version";
