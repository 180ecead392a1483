import * as v from "valibot";
import { nothingSchema, type Routes, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** The listener for metrics and probes: whether it is on, and where. */
export const metricsStatusSchema = v.object({
  enabled: v.boolean(),
  address: v.string(),
  port: whole,
  listening: v.pipe(
    v.nullable(v.object({ address: v.string(), port: whole })),
    v.description("where it takes connections now; null while it does not"),
  ),
});
export type MetricsStatus = v.InferOutput<typeof metricsStatusSchema>;

export const metricsInputSchema = v.strictObject({
  enabled: v.boolean(),
  /** Null: as it is, 127.0.0.1 at first. */
  address: v.nullable(v.pipe(v.string(), v.ip())),
  /** Null: as it is, 9688 at first; 0 takes a free one at each start. */
  port: v.nullable(v.pipe(whole, v.maxValue(65535))),
});

export const METRICS_ROUTES = {
  metrics: {
    ...PATHS.metrics,
    access: "read",
    summary: "Where metrics and probes are served",
    input: nothingSchema,
    output: metricsStatusSchema,
  },
  changeMetrics: {
    ...PATHS.changeMetrics,
    access: "write",
    summary: "Switch metrics and probes on or off",
    input: metricsInputSchema,
    output: metricsStatusSchema,
  },
} as const satisfies Routes;
