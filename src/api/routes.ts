import type { InferOutput } from "valibot";
import { STATUS_ROUTES } from "./calls/status.ts";
import { LICENSING_ROUTES } from "./calls/licensing.ts";
import { SETTINGS_ROUTES } from "./calls/settings.ts";
import { ACTIVATION_ROUTES } from "./calls/activation.ts";
import { HOSTS_ROUTES } from "./calls/hosts.ts";
import { IDENTITY_ROUTES } from "./calls/identity.ts";
import { ADMIN_ROUTES } from "./calls/admin.ts";
import type { Caller } from "./caller.ts";
import { DNS_ROUTES } from "./calls/dns.ts";
import { HEALTH_ROUTES } from "./calls/health.ts";
import { METRICS_ROUTES } from "./calls/metrics.ts";
import { REPORT_ROUTES } from "./calls/reports.ts";
import type { JsonBytes } from "./json_bytes.ts";
import { DIAGNOSIS_ROUTES } from "./calls/diagnosis.ts";
import { EVENTS_ROUTES } from "./calls/events.ts";
import { MACHINES_ROUTES } from "./calls/machines.ts";
import { CALLER_ROUTES } from "./calls/caller.ts";
import { ACTIVITY_ROUTES } from "./calls/activity.ts";
import type { Routes } from "./calls/shared.ts";

/** The management API, whole: the server, the client and the reference are made from this table. */
export const ROUTES = {
  ...STATUS_ROUTES,
  ...LICENSING_ROUTES,
  ...SETTINGS_ROUTES,
  ...ACTIVATION_ROUTES,
  ...HOSTS_ROUTES,
  ...IDENTITY_ROUTES,
  ...ADMIN_ROUTES,
  ...DNS_ROUTES,
  ...HEALTH_ROUTES,
  ...METRICS_ROUTES,
  ...REPORT_ROUTES,
  ...DIAGNOSIS_ROUTES,
  ...EVENTS_ROUTES,
  ...MACHINES_ROUTES,
  ...ACTIVITY_ROUTES,
  ...CALLER_ROUTES,
} as const satisfies Routes;

export type RouteName = keyof typeof ROUTES;
export type Input<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["input"]>;
export type Output<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["output"]>;

/** What a handler gives: for calls whose answers are long, it may be in JSON already. */
export type Answer<Name extends RouteName> =
  | Output<Name>
  | (Name extends keyof typeof REPORT_ROUTES ? JsonBytes : never);

/** A handler for each call; what it is given has been validated, and the caller's role allows it. Rejects with OperationError. */
export type Handlers = {
  readonly [Name in RouteName]: (input: Input<Name>, caller: Caller) => Promise<Answer<Name>>;
};
