import type {
  DnsStatus,
  HostStatus,
  MetricsStatus,
  NotifyStatus,
  SettingView,
} from "../../../src/api/types.ts";

/** What the host has answered beside its status; null until it has. */
export interface Answers {
  readonly rules: readonly SettingView[] | null;
  readonly announcement: DnsStatus["multicast"]["announcement"];
  readonly metrics: MetricsStatus | null;
  readonly notify: NotifyStatus | null;
}

export const NO_ANSWERS: Answers = { rules: null, announcement: null, metrics: null, notify: null };

/** All that the settings are shown from. The status is the newer of the two: what others change is seen in it first. */
export interface Known extends Answers {
  readonly status: HostStatus;
}
