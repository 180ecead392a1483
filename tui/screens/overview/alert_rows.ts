import type { AlertView } from "../../../src/api/types.ts";
import { formatSpan } from "../../../src/policy/wording.ts";
import type { Said } from "../../describe.ts";
import { momentText } from "../../format.ts";
import { type FactLine, factLines } from "../../model/facts.ts";
import { MARKS } from "../../theme.ts";

/** How bad an alert is, in its tone, and its one line. */
export function describeAlert({ severity, text }: AlertView): Said {
  return { tone: severity === "critical" ? "bad" : "warning", text };
}

/** `for 3 hours`, by the host's clock. */
export function ageText(since: number | null, now: number): string {
  return since === null ? "" : `for ${formatSpan(Math.max(0, now - since))}`;
}

/** An alert as a whole. */
export function alertRows(alert: AlertView, now: number, width: number): FactLine[] {
  const { severity, title, since, text, remedy, condition } = alert;
  const { tone } = describeAlert(alert);
  return factLines([
    { label: "Alert", text: `${MARKS[tone]} ${severity}: ${title}`, tone },
    { label: "", text: "" },
    { label: "What", text, tone: "strong" },
    { label: "", text: "" },
    { label: "To mend it", text: remedy },
    { label: "", text: "" },
    { label: "Since", text: since === null ? "unknown" : `${momentText(since)}, ${ageText(since, now)}` },
    { label: "Condition", text: condition, tone: "faint" },
  ], width);
}
