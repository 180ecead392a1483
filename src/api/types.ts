/** What travels between the management API and its clients: the schemas of all its calls, and their types. */
export * from "./calls/shared.ts";
export * from "./calls/status.ts";
export * from "./calls/licensing.ts";
export * from "./calls/settings.ts";
export * from "./calls/activation.ts";
export * from "./calls/hosts.ts";
export * from "./calls/identity.ts";
export * from "./calls/admin.ts";
export * from "./calls/dns.ts";
export * from "./calls/health.ts";
export * from "./calls/metrics.ts";
export * from "./calls/reports.ts";
export * from "./calls/diagnosis.ts";
export * from "./calls/events.ts";
export * from "./calls/machines.ts";
export * from "./calls/activity.ts";
export * from "./calls/caller.ts";
