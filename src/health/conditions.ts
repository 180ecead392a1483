import type { Condition, Severity } from "../policy/alerts.ts";

/** What is said of a condition that holds, and how long it must hold, or be gone, before it is taken for so. */
export interface ConditionRule {
  /** A few words, for lists. */
  readonly title: string;
  /** Unless what is found says otherwise. */
  readonly severity: Severity;
  /** What to do, unless what is found says otherwise. */
  readonly remedy: string;
  /** Milliseconds for which it must have held before it is raised. */
  readonly raiseAfter: number;
  /** Milliseconds for which it must have been gone before it is cleared. */
  readonly clearAfter: number;
  /** It tells of one moment: another one is told anew, with its own time. */
  readonly momentary?: true;
}

const AT_ONCE = 0;
const MINUTE = 60_000;

/** In the order in which those of one severity are shown. */
export const CONDITION_RULES: Readonly<Record<Condition, ConditionRule>> = {
  notRunning: {
    title: "the host does not run",
    severity: "critical",
    remedy: "start it: kms service start, or kms serve",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
  },
  sealed: {
    title: "the state folder is sealed",
    severity: "critical",
    remedy: "restore the state folder from a backup",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
  },
  diskFailing: {
    title: "the disk fails",
    severity: "critical",
    remedy: "make room on the disk of the state folder, or make it writable: the host goes on by itself",
    raiseAfter: AT_ONCE,
    clearAfter: 5 * MINUTE,
  },
  notActivated: {
    title: "the host is not activated",
    severity: "critical",
    remedy: "kms /ato, or kms /dti and kms /atp CID",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
  },
  machineLimit: {
    title: "the machine limit is near",
    severity: "warning",
    remedy: "set another host up beside this one; kms dns add publishes both",
    raiseAfter: AT_ONCE,
    clearAfter: 15 * MINUTE,
  },
  addressLimit: {
    title: "an address brings too many new machines",
    severity: "warning",
    remedy:
      "kms events --result 0x800710D9 shows what asks; if a whole site is behind that address, allow it more: kms machines limits --new-per-address N",
    raiseAfter: AT_ONCE,
    clearAfter: 15 * MINUTE,
  },
  diskSpaceLow: {
    title: "the disk is nearly full",
    severity: "warning",
    remedy: "make room on the disk of the state folder",
    raiseAfter: AT_ONCE,
    clearAfter: 5 * MINUTE,
  },
  activationEnding: {
    title: "the activation ends soon",
    severity: "warning",
    remedy: "activate the host again: kms /ato, or kms /dti and kms /atp CID",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
  },
  authorityEnding: {
    title: "the publisher's certificate ends soon",
    severity: "warning",
    remedy:
      "get a newer licence file from the publisher (kms /ilc FILE), then activate the host again: kms /ato",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
  },
  clockJumped: {
    title: "the clock has jumped",
    severity: "warning",
    remedy: "see that the clock is right and is kept so, by NTP or by the machine that this one runs on",
    raiseAfter: AT_ONCE,
    clearAfter: AT_ONCE,
    momentary: true,
  },
  dnsFailing: {
    title: "publishing in DNS fails",
    severity: "warning",
    remedy: "kms dns status",
    raiseAfter: 5 * MINUTE,
    clearAfter: AT_ONCE,
  },
  countLow: {
    title: "the count is low",
    severity: "warning",
    remedy:
      "see that computers reach this host (kms hosts on one of them), or set another: kms health set count N",
    raiseAfter: AT_ONCE,
    clearAfter: 15 * MINUTE,
  },
  noActivity: {
    title: "nobody asks",
    severity: "warning",
    remedy: "see that computers find this host and reach its port: kms hosts on one of them",
    raiseAfter: 15 * MINUTE,
    clearAfter: AT_ONCE,
  },
  duplicates: {
    title: "computers are duplicates",
    severity: "warning",
    remedy:
      "give the copies machine IDs of their own: kms /rearm on each; kms generalize before an image is made",
    raiseAfter: AT_ONCE,
    clearAfter: 15 * MINUTE,
  },
  refusals: {
    title: "many requests are refused",
    severity: "warning",
    remedy: "kms /dlv shows which answers were given; kms error CODE says what each means",
    raiseAfter: AT_ONCE,
    clearAfter: 15 * MINUTE,
  },
};
