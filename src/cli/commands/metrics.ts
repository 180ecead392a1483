import * as v from "valibot";
import type { MetricsStatus } from "../../api/types.ts";
import { command, family } from "../command.ts";
import { addressText } from "../printing/display.ts";
import { readAddress } from "../numbers.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

const enable = command({
  words: "enable",
  summary: "Serve metrics for Prometheus, and probes",
  about: [
    "Takes effect at once where the host runs: /metrics for Prometheus, /healthz (the host is alive) and /readyz (it can activate), by plain " +
    "HTTP. There is no sign-in, and no secret to be read: let it be reached by those only who are to look.",
  ],
  options: {
    listen: { type: "string", describe: "ADDR:PORT, at first 127.0.0.1:9688; port 0 takes a free one" },
  },
  async run({ listen, ...options }) {
    const place = listen === undefined ? { address: null, port: null } : readPlace(listen);
    await withConsole(options, "write", async (console) => {
      const status = await console.call("changeMetrics", { enabled: true, ...place });
      printResult(options.json, status, statusLines(status));
      if (!isLoopback(status.address)) {
        printNote(`kms: whoever reaches ${status.address} may read the metrics, without signing in`);
      }
    });
  },
});

const disable = command({
  words: "disable",
  summary: "Serve them no more",
  async run(options) {
    await withConsole(options, "write", async (console) => {
      const status = await console.call("changeMetrics", { enabled: false, address: null, port: null });
      printResult(options.json, status, statusLines(status));
    });
  },
});

const status = command({
  words: "status",
  summary: "Whether and where they are served",
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const found = await console.call("metrics", {});
      printResult(options.json, found, statusLines(found));
    });
  },
});

export const metrics = family("metrics", "Metrics for Prometheus, and probes", [enable, disable, status]);

function readPlace(text: string): { address: string; port: number } {
  const { hostname: address, port } = readAddress(text);
  if (!v.is(v.pipe(v.string(), v.ip()), address)) {
    throw new UsageError(
      "--listen takes an IP address of this computer and a port: 127.0.0.1:9688, [::1]:9688",
    );
  }
  return { address, port };
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

function statusLines({ enabled, address, port, listening }: MetricsStatus): string[] {
  if (!enabled) return ["Metrics: off"];
  const where = addressText({ host: address, port });
  return listening === null
    ? [`Metrics: on, ${where}, as soon as the host runs and can listen there`]
    : [`Metrics: http://${addressText({ host: listening.address, port: listening.port })}/metrics`];
}
