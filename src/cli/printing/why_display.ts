import type { DiagnosisView, StepView } from "../../api/types.ts";
import type { StepName } from "../../policy/diagnosis.ts";
import { formatHResult } from "../../protocol/hresult.ts";
import { wrapped } from "./columns.ts";
import { formatTime } from "../output.ts";

/** What people call the steps. */
export const STEP_TITLES: Readonly<Record<StepName, string>> = {
  settings: "Settings",
  licence: "Licence file",
  key: "Product key",
  domain: "Domain",
  dns: "DNS record",
  multicast: "Multicast",
  address: "Address",
  connection: "Connection",
  answer: "Answer",
  authority: "Authority",
  hostCertificate: "Certificate",
  signature: "Signature",
  clock: "Clock",
  count: "Count",
  result: "Result",
  lease: "Activation",
  activation: "Activation",
  hardware: "Hardware",
  port: "Port",
  disk: "Disk",
  journal: "Journal",
  health: "Health",
};

const MARKS: Readonly<Record<StepView["standing"], string>> = {
  ok: "ok",
  warning: "!",
  broken: "FAIL",
  notReached: "?",
  notNeeded: "-",
};
const MARK_COLUMNS = Math.max(...Object.values(MARKS).map((mark) => mark.length));
const TITLE_COLUMNS = Math.max(...Object.values(STEP_TITLES).map((title) => title.length));
const INDENT = " ".repeat(2 + MARK_COLUMNS + 2);

const ROLES: Readonly<Record<DiagnosisView["role"], string>> = {
  host: " as a KMS host",
  client: " as a client",
  none: ": neither host nor client yet",
};

/** What `kms why` shows: a line for each step, and below the first that is broken and each warning what is wrong and what mends it. */
export function whyLines({ role, computer, time, broken, steps }: DiagnosisView): string[] {
  const first = steps.find(({ standing }) => standing === "broken");
  return [
    `${computer}${ROLES[role]}, ${formatTime(time)}`,
    ...steps.flatMap((step) => stepLines(step, step === first)),
    ...(broken === null ? ["Nothing is broken."] : []),
  ];
}

/** What else is broken may be so because the first is, and is to be looked at again after that; a warning never goes without its reason. */
function stepLines(step: StepView, isFirst: boolean): string[] {
  const line = `${isFirst ? ">" : " "} ${MARKS[step.standing].padEnd(MARK_COLUMNS)}  ${
    STEP_TITLES[step.step].padEnd(TITLE_COLUMNS)
  }  ${step.seen}`;
  return isFirst || step.standing === "warning" ? [line, ...faultLines(step)] : [line];
}

function faultLines({ code, text, remedy }: StepView): string[] {
  const number = code === null ? "" : `${formatHResult(code)}: `;
  const lines = [`${number}${text}`, ...(remedy === null ? [] : [`To mend it: ${remedy}`])];
  return lines.flatMap((line) => wrapped(line, 79 - INDENT.length)).map((line) => INDENT + line);
}
