import type { JsonSchema } from "@valibot/to-json-schema";
import { EVENT_KINDS, type EventKind } from "../src/events/catalogue.ts";
import type { LoggedEvent } from "../src/policy/client_events.ts";
import { SETTING_RULES, sizeText } from "../src/policy/settings.ts";
import { fieldTable } from "./api_reference/fields.ts";
import { apiSchemas } from "./api_reference/schemas.ts";
import { plain, table } from "./markdown.ts";

const { journalMaxBytes, journalMaxAgeDays } = SETTING_RULES;

const INTRODUCTION = `# The event log

A host writes down everything that happens to it before it answers: its journal is the event log. \`kms events\`
reads it, on the same computer from the files of the state folder, whether the host runs, is sealed or ended, and
on another computer over the management API (\`kms COMPUTER USER events\`). A client has a log of its own, which the
same command reads in the client's folder.

\`\`\`sh
kms events                                   # the newest 20
kms events --since yesterday --id 12290      # all requests since then
kms events --machine 'desk-*' --result refused --limit 5
kms events --machine 0f3c… --all --long      # all that is known of one machine ID, field by field
kms events --follow                          # as they come, until Ctrl-C
kms events --json --all | jq .text           # a JSON object a line; --csv for spreadsheets
\`\`\`

Times are told as \`2h\`, \`7d\`, \`today\`, \`yesterday\`, \`10:30\`, \`2027-05-21\` or \`2027-05-21T10:30\`, local unless a
zone is named; \`--until\` leaves that moment itself out. \`--result\` takes \`activated\`, \`refused\` (all else, "too few computers" as well: "Failed" of \`/dlv\`) or a code
(\`0xC004F038\`, 3221549112).

## How much is kept

At most ${sizeText(journalMaxBytes.initial)} and ${journalMaxAgeDays.initial} days, unless it is set:

\`\`\`sh
kms events --max-size 1GB --max-age 2000d
kms events limits
\`\`\`

The oldest files go first, none that the last checkpoint needs for a recovery; so the journal may be longer by what
came since, and a limit is kept to about a sixteenth. Limits are kept to at each checkpoint (every 50,000 events), when the host
is started, once a day, and when they are changed. Event 12331 says where the journal begins.

## Is it as it was written?

\`\`\`sh
kms events verify
\`\`\`

Each line holds a hash over itself and the line before. The whole chain is checked, and the first line that is not
as it was written is named with its file, its line and its event; exit status 1. What the checkpoint in \`state.json\`
holds must be there too, so an end that was cut off is found. It works while the host runs. Somebody who may write
to the folder can make a chain anew: to hold the log against him, send it away as it comes (below).

## Elsewhere

\`\`\`sh
kms events export --format csv --file events.csv --since 7d
kms events export --format syslog --file events.log
kms events export --to udp://syslog.example.com
kms events export --to tls://syslog.example.com:6514 --tls-ca ca.pem --since now --follow
\`\`\`

Formats are JSON lines, CSV and syslog (RFC 5424), which goes to a file, over UDP (port 514 unless named), TCP (601) or
TLS (6514; octet counting on both, and the certificate is checked). A message of syslog has facility 3, the number of the event
as its MSGID and all fields as structured data \`kms@32473\`. With \`--follow\` the command goes on, and waits for a
receiver that goes away; what may not have come is sent again, so a receiver may see an event twice.

## Where it is kept

| file                          | what                                                                                          |
| ----------------------------- | --------------------------------------------------------------------------------------------- |
| \`journal-00000001.jsonl\` …    | the host's journal: one JSON object a line                                                    |
| \`faults.jsonl\`                | beside it what could not stand in it: that the folder is sealed, or why a host could not start |
| \`client-events.jsonl\`         | a client's log                                                                                |

The two small logs keep their newest events, up to 512 KB, and are not chained.

## All events

What every event has: \`id\`, its number; \`time\`, in milliseconds since 1970. \`--json\` adds \`source\` and \`n\` (the log that it
stands in, and its number there), \`event\` (the name below), \`at\` (the time as text) and \`text\`.
`;

/** docs/events.md: how the log is read, and every event with its fields. */
export function eventsPage(): string {
  const { HostEvent, ClientEvent } = apiSchemas();
  const forms = [...formsOf(ClientEvent), ...formsOf(HostEvent)]
    .toSorted((a, b) => idOf(a) - idOf(b));
  const kinds = forms.map((form) => ({ form, id: idOf(form), kind: kindOf(form) }));
  const overview = kinds.map(({ id, kind }) => [
    `[\`${id}\`](#${id}-${kind.name.toLowerCase()})`,
    kind.name,
    `${plain(kind.meaning)}.`,
    kind.severity,
  ]);
  return [
    INTRODUCTION,
    table([["number", "name", "meaning", "severity"], ...overview]),
    ...kinds.map(({ form, id, kind }) => eventText(form, id, kind)),
  ].join("\n");
}

function eventText(form: JsonSchema, id: number, { name, meaning }: EventKind): string {
  return `### ${id} ${name}\n\n${plain(meaning)}.\n\n${fieldTable(form, ["id", "time"])}`;
}

function formsOf(schema: JsonSchema | undefined): readonly JsonSchema[] {
  return (schema?.oneOf ?? []) as readonly JsonSchema[];
}

function idOf({ properties = {} }: JsonSchema): number {
  return Number((properties["id"] as JsonSchema).const);
}

function kindOf(form: JsonSchema): EventKind {
  return EVENT_KINDS[idOf(form) as LoggedEvent["id"]];
}
