import assert from "node:assert/strict";
import { encodeMetrics } from "../../src/metrics/exposition.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { hostMetrics } from "../../src/metrics/host_metrics.ts";
import { measuredHost, measuredState } from "../support/samples/metrics_samples.ts";

const linesOf = (text: string, name: string) =>
  text.split("\n").filter((line) => line.startsWith(name) && !line.startsWith("#"));

const text = (changes: Parameters<typeof measuredHost>[0] = {}) =>
  encodeMetrics(hostMetrics(measuredHost(changes)));

Deno.test("requests are told by product and result, with hostile names escaped and unknown products as one", () => {
  assert.deepEqual(linesOf(text(), "kms_requests_total"), [
    `kms_requests_total{product="Editor \\"Pro\\"\\\\\\n2",product_id="${
      "ab".repeat(16)
    }",result="activated",code="0x00000000"} 9`,
    `kms_requests_total{product="Editor \\"Pro\\"\\\\\\n2",product_id="${
      "ab".repeat(16)
    }",result="belowThreshold",code="0xC004F038"} 2`,
    `kms_requests_total{product="Server",product_id="${
      "cd".repeat(16)
    }",result="activated",code="0x00000000"} 0`,
    `kms_requests_total{product="Server",product_id="${
      "cd".repeat(16)
    }",result="belowThreshold",code="0xC004F038"} 0`,
    'kms_requests_total{product="unknown",product_id="",result="productNotServed",code="0xC004F042"} 1',
  ]);
});

Deno.test("an alert is told with both severities at all times, one of them 1 while it stands", () => {
  const lines = linesOf(text(), "kms_alert");
  assert.equal(lines.filter((line) => line.endsWith(" 1")).length, 1);
  assert(lines.includes('kms_alert{condition="countLow",severity="warning"} 1'));
  assert(lines.includes('kms_alert{condition="countLow",severity="critical"} 0'));
  assert.equal(lines.length, linesOf(text({ alerts: {} }), "kms_alert").length);
});

Deno.test("computers are told by licence state, certificates by what is left, also where it is over", () => {
  assert(linesOf(text(), "kms_clients").includes('kms_clients{licence_state="licensed"} 20'));
  assert(linesOf(text(), "kms_clients").includes('kms_clients{licence_state="outOfBoxGrace"} 10'));
  assert.deepEqual(linesOf(text(), "kms_certificate"), [
    'kms_certificate_remaining_seconds{certificate="host"} 86400',
    'kms_certificate_remaining_seconds{certificate="authority"} -5',
  ]);
});

Deno.test("a sealed host tells nothing of a state that it does not know", () => {
  const sealed = text({ state: undefined, freeBytes: undefined, ready: false });
  assert.doesNotMatch(sealed, /kms_requests_total|kms_counted_machines|kms_disk_free/);
  assert.match(sealed, /^kms_ready 0$/m);
  assert.doesNotMatch(text({ state: measuredState({ certificates: {} }) }), /kms_certificate/);
});

Deno.test("a histogram counts each value in the buckets that it fits in, and in their sum", () => {
  const histogram = new Histogram();
  for (const seconds of [0.001, 0.001_1, 0.2, 99]) histogram.observe(seconds);
  const by = new Map(
    histogram.samples().map(({ suffix, labels, value }) => [labels?.["le"] ?? suffix, value]),
  );
  assert.deepEqual(
    ["0.0005", "0.001", "0.0025", "0.1", "0.25", "5", "+Inf", "_count"].map((le) => by.get(le)),
    [
      0,
      1,
      2,
      2,
      3,
      3,
      4,
      4,
    ],
  );
  assert.equal(by.get("_sum"), 0.001 + 0.001_1 + 0.2 + 99);
});

Deno.test("infinities and help texts are written as the format has them", () => {
  const samples = [{ value: Infinity }, { value: -Infinity }, { value: NaN }];
  assert.equal(
    encodeMetrics([{ name: "a", type: "gauge", help: "one\\\ntwo", samples }]),
    "# HELP a one\\\\\\ntwo\n# TYPE a gauge\na +Inf\na -Inf\na NaN\n",
  );
});
