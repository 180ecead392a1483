import assert from "node:assert/strict";
import type { DiagnosisView, StepView } from "../../src/api/types.ts";
import { whyLines } from "../../src/cli/printing/why_display.ts";

const NOTHING = { code: null, text: null, remedy: null };
const licence: StepView = { step: "licence", standing: "ok", seen: "of Example", ...NOTHING };
const domain: StepView = { step: "domain", standing: "notNeeded", seen: "a host is set", ...NOTHING };
const connection: StepView = {
  ...{ step: "connection", standing: "broken", seen: "kms:1688: no connection", code: 0xC004F074 },
  text: "No KMS host answered at kms:1688: no answer within 5 seconds, which is so much longer than usual",
  remedy: "kms serve on the host",
};
const count: StepView = { step: "count", standing: "notReached", seen: "not reached", ...NOTHING };
const lease: StepView = {
  ...{
    step: "lease",
    standing: "broken",
    seen: "none",
    code: 0xC004F003,
    text: "not yet",
    remedy: "kms /ato",
  },
};

function view(steps: StepView[], role: DiagnosisView["role"] = "client"): DiagnosisView {
  const broken = steps.find(({ standing }) => standing === "broken")?.step ?? null;
  return { role, computer: "desk-7", version: "1", time: Date.parse("2026-01-15T10:00Z"), broken, steps };
}

Deno.test("the first broken step is marked, with code, text and what mends it, within 79 columns; later ones are lines", () => {
  const lines = whyLines(view([licence, domain, connection, count, lease]));
  assert.deepEqual(lines, [
    "desk-7 as a client, 2026-01-15 10:00 UTC",
    "  ok    Licence file  of Example",
    "  -     Domain        a host is set",
    "> FAIL  Connection    kms:1688: no connection",
    "        0xC004F074: No KMS host answered at kms:1688: no answer within 5",
    "        seconds, which is so much longer than usual",
    "        To mend it: kms serve on the host",
    "  ?     Count         not reached",
    "  FAIL  Activation    none",
  ]);
  assert(lines.every((line) => line.length <= 79));
});

Deno.test("where nothing is broken that is said, and of warnings what they are", () => {
  const warning: StepView = { ...connection, standing: "warning", code: null, text: "slow", remedy: null };
  assert.deepEqual(whyLines(view([licence, warning], "host")), [
    "desk-7 as a KMS host, 2026-01-15 10:00 UTC",
    "  ok    Licence file  of Example",
    "  !     Connection    kms:1688: no connection",
    "        slow",
    "Nothing is broken.",
  ]);
});

Deno.test("a warning is explained beside a broken step as well, before it and behind it", () => {
  const warning = (seen: string): StepView => ({
    ...{ step: "connection", standing: "warning", code: 0xC004F074, seen },
    text: `why ${seen}`,
    remedy: "start it",
  });
  const explained = (seen: string) => [
    `  !     Connection    ${seen}`,
    `        0xC004F074: why ${seen}`,
    "        To mend it: start it",
  ];
  assert.deepEqual(whyLines(view([warning("first"), lease, warning("second")])).slice(1), [
    ...explained("first"),
    "> FAIL  Activation    none",
    "        0xC004F003: not yet",
    "        To mend it: kms /ato",
    ...explained("second"),
  ]);
});
