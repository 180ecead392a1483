import assert from "node:assert/strict";
import { runCommand } from "../../../src/adapters/system/notify_command.ts";
import { noticeVariables, testNotice } from "../../../src/health/notice.ts";
import { encodeMetrics } from "../../../src/metrics/exposition.ts";
import { hostMetrics } from "../../../src/metrics/host_metrics.ts";
import { decodePlist, encodePlist } from "../../../src/service/launchd.ts";
import { checkService, type Platform, type Service } from "../../../src/service/service.ts";
import { decodeUnit, encodeUnit } from "../../../src/service/systemd.ts";
import { decodeTask, encodeTask } from "../../../src/service/task_scheduler.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { EDITOR, measuredHost, measuredState } from "../../support/samples/metrics_samples.ts";
import { assertShown, readMetrics } from "./checks.ts";

/** A name in every label that is one: there are as many samples as with another name, and the name comes back. */
export function everyLabel(text: string): void {
  const lines = readMetrics(metricsOf(text));
  assert.deepEqual(lines.map(({ name }) => name), readMetrics(metricsOf("harmless")).map(({ name }) => name));
  const labels = lines.flatMap(({ labels }) => [labels["product"], labels["domain"], labels["version"]]);
  assert.equal(
    labels.filter((label) => label === text).length,
    4,
    `labels that read ${JSON.stringify(text)}`,
  );
}

function metricsOf(text: string): string {
  const state = measuredState({ products: new Map([[EDITOR, text]]), published: { [text]: true } });
  return encodeMetrics(hostMetrics({ ...measuredHost({ state }), version: text }));
}

const OBEYED_BY_CMD = /["%&|<>^()!\r\n]/;

/** A name in every member of a notice: variables that a shell may put into a line, and JSON that is the same value. */
export function everyVariable(text: string): void {
  for (const shell of ["sh", "cmd"] as const) {
    const variables = Object.values(noticeVariables(noticeOf(text), shell));
    for (const value of variables) assertShown(value, `a variable of a notice's command, for ${shell}`);
    if (shell === "cmd") {
      assert.ok(!variables.some((value) => OBEYED_BY_CMD.test(value)), `unescaped for cmd: ${text}`);
    }
  }
}

/** The system's own shell: it takes none of it for a command, nor for more than one word. */
export async function everyCommandLine(text: string): Promise<void> {
  const notice = noticeOf(text);
  const line =
    'test "$(printf %s "$KMS_TEXT" | wc -l)" -eq 0 && test "$KMS_EVENT" = test && grep -q "\\"event\\":\\"test\\""';
  await runCommand(line, JSON.stringify(notice), noticeVariables(notice, "sh"));
}

function noticeOf(text: string) {
  return { ...testNotice(text, 0), title: text, text, remedy: text };
}

const DEFINITIONS = {
  linux: { encode: encodeUnit, decode: decodeUnit, root: "/srv/", end: "" },
  darwin: { encode: encodePlist, decode: decodePlist, root: "/srv/", end: "" },
  windows: { encode: encodeTask, decode: decodeTask, root: "C:\\", end: "" },
} as const satisfies Record<Platform, unknown>;

/** A path in every definition of a service: refused, or read back as it was, and nothing else stands there. Resolves with how many are taken. */
export function everyDefinition(text: string): number {
  let taken = 0;
  for (const [platform, { encode, decode, root }] of Object.entries(DEFINITIONS)) {
    const service = serviceAt(`${root}${text}`, root);
    if (isRefused(service, platform as Platform)) continue;
    const written = encode(service);
    assert.deepEqual(decode(written), service, `a service of ${platform} in ${JSON.stringify(text)}`);
    assert.deepEqual(
      skeleton(written),
      skeleton(encode(serviceAt(`${root}harmless`, root))),
      `unescaped for ${platform}`,
    );
    taken += 1;
  }
  return taken;
}

function serviceAt(folder: string, root: string): Service {
  return { user: "kms", folder, executable: `${root}kms` };
}

function isRefused(service: Service, platform: Platform): boolean {
  try {
    checkService(service, platform);
    return false;
  } catch (error) {
    if (error instanceof OperationError) return true;
    throw error;
  }
}

/** The tags of XML, or the names of directives. */
function skeleton(definition: string): readonly string[] {
  return definition.startsWith("<") ? definition.match(/<[^>]*>/g)! : definition.match(/^(\w+=|\[.*|$)/gm)!;
}
