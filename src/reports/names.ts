/** The reports by the names that people type: the six of the original, then our own. */
export const REPORT_NAMES = [
  "activation-count",
  "activity-history",
  "licensing-status",
  "expiration-chart",
  "expiration-detail",
  "virtual-machines",
  "duplicates",
  "forecast",
] as const;
export type ReportName = typeof REPORT_NAMES[number];

export interface ReportKind {
  readonly title: string;
  /** What it tells, in a sentence or two. */
  readonly about: string;
  /** The days that it covers unless it is told otherwise, today among them; null where it covers no number of days. */
  readonly days: number | null;
  /** Whether it can be made for a stretch of days in the past. */
  readonly hasPeriod: boolean;
}

export const REPORT_KINDS: Readonly<Record<ReportName, ReportKind>> = {
  "activation-count": {
    title: "Activation Count Summary",
    about: "New activations by edition: requests answered with an activation that were no renewals.",
    days: null,
    hasPeriod: false,
  },
  "activity-history": {
    title: "KMS Activity History",
    about: "New activations and all requests a day, by edition.",
    days: 30,
    hasPeriod: true,
  },
  "licensing-status": {
    title: "Licensing Status Summary",
    about: "Machines in each licence state, and the days left until that state ends.",
    days: null,
    hasPeriod: false,
  },
  "expiration-chart": {
    title: "Machine Expiration Chart",
    about:
      "Machines whose grace period or lease will end, by day and state, unless they are activated before.",
    days: 30,
    hasPeriod: false,
  },
  "expiration-detail": {
    title: "Machine Expiration Detail",
    about: "Each machine whose grace period or lease will end soon, unless it is activated before.",
    days: 7,
    hasPeriod: false,
  },
  "virtual-machines": {
    title: "Virtual Machine Summary",
    about: "Virtual and physical machines that were activated or renewed, each counted once, by edition.",
    days: 14,
    hasPeriod: false,
  },
  "duplicates": {
    title: "Duplicates",
    about: "Machine IDs that are in use on more than one computer: clones of one image, or a repair.",
    days: null,
    hasPeriod: false,
  },
  "forecast": {
    title: "Forecast",
    about:
      "What happens if no machine comes any more, or this host is down from now on: when the count falls under " +
      "each threshold, and which machine lapses when.",
    days: null,
    hasPeriod: false,
  },
};

export const MOST_DAYS = 3660;
