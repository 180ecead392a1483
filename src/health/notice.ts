import type { Severity } from "../policy/alerts.ts";
import { plainLine } from "../policy/plain_line.ts";
import { CONDITION_RULES } from "./conditions.ts";
import type { Change } from "./settle.ts";

/** What is told of a change to a command or a webhook, as JSON. Times are ISO 8601, UTC. */
export interface Notice {
  readonly event: "raised" | "cleared" | "test";
  readonly time: string;
  /** The host's computer. */
  readonly computer: string;
  readonly condition: string;
  readonly title: string;
  readonly severity: Severity;
  readonly since: string;
  readonly text: string;
  readonly remedy: string;
}

/** `now`: milliseconds since 1970. */
export function noticeOf({ kind, condition, alert }: Change, computer: string, now: number): Notice {
  const { severity, since, text, remedy } = alert;
  return {
    event: kind,
    time: isoTime(now),
    computer,
    condition,
    title: CONDITION_RULES[condition].title,
    severity,
    since: isoTime(Math.min(since, now)),
    text,
    remedy,
  };
}

/** One that shows whether notices arrive. */
export function testNotice(computer: string, now: number): Notice {
  return {
    event: "test",
    time: isoTime(now),
    computer,
    condition: "test",
    title: "a test",
    severity: "warning",
    since: isoTime(now),
    text: "this is a test: nothing is wrong",
    remedy: "nothing is to be done",
  };
}

/** What cmd would obey in the place of `%KMS_TEXT%`, quoted or not: it puts variables in before it reads the line. */
const OBEYED_BY_CMD = /["%&|<>^()!]/g;

/** `KMS_EVENT`, `KMS_SEVERITY` and so on, for the line of a shell: each is one line, and nothing in it is a command. */
export function noticeVariables(notice: Notice, shell: "sh" | "cmd"): Record<string, string> {
  const value = (text: string) =>
    shell === "cmd" ? plainLine(text).replace(OBEYED_BY_CMD, "_") : plainLine(text);
  return Object.fromEntries(
    Object.entries(notice).map(([name, text]) => [`KMS_${name.toUpperCase()}`, value(text)]),
  );
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
