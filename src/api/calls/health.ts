import * as v from "valibot";
import { NOTIFY_KINDS, SEVERITIES } from "../../policy/alerts.ts";
import { notifyTargetSchema } from "../../policy/notify.ts";
import { alertSettingsSchema } from "../../policy/settings.ts";
import { alertSchema } from "./status.ts";
import { nothingSchema, type Routes, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

const failureSchema = v.nullable(
  v.pipe(
    v.object({ time, reason: v.string(), lost: v.pipe(whole, v.description("notices that were given up")) }),
    v.description("why the last notice did not arrive; null where it did"),
  ),
);

/** How the host is: what is wrong, the worst first, and the numbers that it is judged by. */
export const healthSchema = v.object({
  version: v.string(),
  computer: v.string(),
  time,
  severity: v.picklist(["ok", ...SEVERITIES]),
  alerts: v.array(alertSchema),
  count: v.pipe(v.nullable(whole), v.description("computers that count; null where the state is sealed")),
  known: v.pipe(v.nullable(whole), v.description("computers that a record is kept of; null likewise")),
  machineLimit: whole,
  /** Until the host's activation ends. */
  daysLeft: v.nullable(v.number()),
  freeBytes: v.pipe(
    v.nullable(whole),
    v.description("on the disk of the state folder; null where the system does not say"),
  ),
  refusals: v.pipe(
    v.nullable(whole),
    v.description(
      "requests refused within the last hour, but for too few computers; null likewise, and where no host runs",
    ),
  ),
  requests: v.pipe(v.nullable(whole), v.description("since this host was set up; null where it is sealed")),
  settings: alertSettingsSchema,
  notify: v.object({ kind: v.picklist(NOTIFY_KINDS), failure: failureSchema }),
});
export type Health = v.InferOutput<typeof healthSchema>;

export const notifySchema = v.object({
  kind: v.picklist(NOTIFY_KINDS),
  target: v.pipe(
    v.string(),
    v.description("the command or address; for readers its first part alone, for it may hold a secret"),
  ),
  failure: failureSchema,
});
export type NotifyStatus = v.InferOutput<typeof notifySchema>;

export { notifyTargetSchema };
export const notifyTestSchema = v.object({ kind: v.picklist(NOTIFY_KINDS) });

export const HEALTH_ROUTES = {
  health: {
    ...PATHS.health,
    access: "read",
    summary: "What is wrong with the host, the worst first",
    input: nothingSchema,
    output: healthSchema,
  },
  notify: {
    ...PATHS.notify,
    access: "read",
    summary: "Whom the host tells of changes of its health",
    input: nothingSchema,
    output: notifySchema,
  },
  changeNotify: {
    ...PATHS.changeNotify,
    access: "write",
    summary:
      "Tell a webhook of changes, or nobody; a command to run is taken from the host's own computer alone",
    input: notifyTargetSchema,
    output: notifySchema,
  },
  testNotify: {
    ...PATHS.testNotify,
    access: "write",
    summary: "Send a notice as a test",
    input: nothingSchema,
    output: notifyTestSchema,
  },
} as const satisfies Routes;
