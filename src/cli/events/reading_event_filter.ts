import { readCode } from "../../codes/read_code.ts";
import { EVENT_KINDS } from "../../events/catalogue.ts";
import { readMoment } from "../printing/moments.ts";
import { UsageError } from "../output.ts";
import type { Wanted } from "./reading_events.ts";

interface GivenFilter {
  readonly id: readonly string[] | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly machine: string | undefined;
  readonly result: string | undefined;
}

/** `now`: milliseconds since 1970. Throws UsageError. */
export function readEventFilter({ id, since, until, machine, result }: GivenFilter, now: number): Wanted {
  if (machine === "") throw new UsageError("--machine needs a name or a machine ID");
  return {
    ...(id === undefined ? {} : { ids: id.flatMap((text) => text.split(",")).map(readId) }),
    ...(since === undefined ? {} : { since: readMoment("--since", since, now) }),
    ...(until === undefined ? {} : { until: readMoment("--until", until, now) }),
    ...(machine === undefined ? {} : { machine }),
    ...(result === undefined ? {} : { result: readResult(result) }),
  };
}

function readId(text: string): number {
  const id = Number(text);
  if (/^\d{1,9}$/.test(text) && id in EVENT_KINDS) return id;
  throw new UsageError(`there is no event ${JSON.stringify(text)}: docs/events.md lists their numbers`);
}

function readResult(text: string): number | "activated" | "refused" {
  const word = text.toLowerCase();
  if (word === "activated" || word === "refused") return word;
  const code = readCode(text);
  if (code !== undefined) return code;
  throw new UsageError(
    `--result takes activated, refused or a code such as 0xC004F038, got ${JSON.stringify(text)}`,
  );
}
