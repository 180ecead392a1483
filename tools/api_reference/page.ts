import { VERSION_HEADER, WATCH_PATH } from "../../src/api/paths.ts";
import { ROUTES } from "../../src/api/routes.ts";
import type { Route } from "../../src/api/types.ts";
import { errorSchema, nothingSchema, watchLineSchema } from "../../src/api/types.ts";
import { table } from "../markdown.ts";
import {
  FETCH_CERTIFICATE,
  LOCAL,
  LOCAL_EVENTS,
  LOCAL_WATCH,
  LOCAL_WRITE,
  LOOPBACK,
  REMOTE,
} from "./access.ts";
import { fieldTables, linkTo } from "./fields.ts";
import { apiSchemas, nameOf } from "./schemas.ts";
import { REFUSALS } from "./statuses.ts";

/** docs/api.md: how the management API is reached, its calls, and the values that travel. */
export function apiPage(): string {
  const values = Object.entries(apiSchemas()).filter(([name]) => name !== nameOf(nothingSchema))
    .map(([name, schema]) => `### ${name}\n\n${fieldTables(schema)}`);
  return [INTRODUCTION, calls(), STREAM, ERRORS, "## Values\n", ...values].join("\n");
}

const INTRODUCTION = `# Management API

While a host runs, everything that the command line and the dashboard do goes over this API, and other programs
may use it too. [openapi.json](openapi.json) is the same as OpenAPI 3.1.

A call is an HTTP request with a JSON object as its body, where it takes one, and is answered with a JSON object. A
\`GET\` takes its values in the query, lists with commas between. Times are milliseconds since 1970. The field
\`${VERSION_HEADER}\` of an answer's head names the version of the program that made it.

## On the same computer

The API listens on the Unix socket \`api.sock\` in the state folder. Whoever may open it is an administrator; it
belongs to the owner of the folder alone.

\`\`\`sh
STATE=/var/lib/kms
${LOCAL}
${LOCAL_EVENTS}
${LOCAL_WRITE}
${LOCAL_WATCH}
\`\`\`

Where there are no such sockets (Windows) or the folder's path is longer than about 90 bytes, the API listens on
127.0.0.1. \`api.json\` in the state folder names its port and a token, both new at each start:

\`\`\`sh
${LOOPBACK}
\`\`\`

\`\`\`powershell
$api = Get-Content "$env:ProgramData\\kms\\api.json" | ConvertFrom-Json
Invoke-RestMethod "http://127.0.0.1:$($api.port)/v1/status" -Headers @{ Authorization = "Bearer $($api.token)" }
\`\`\`

## From another computer

After \`kms admin enable\` on the host the same calls are answered over HTTPS, on port 1690 unless it is set, to users
of \`kms admin user add\`, by Basic authentication. A reader may make the calls that read; an administrator all. The
certificate is the host's own and bears the computer's name: fetch it once and compare its fingerprint.

\`\`\`sh
${FETCH_CERTIFICATE}
${REMOTE}
\`\`\`
`;

const STREAM = `## The stream of changes

\`GET ${WATCH_PATH}\` is answered with JSON lines (\`application/x-ndjson\`), each a ${
  linkTo(nameOf(watchLineSchema))
}: the
whole state at once, then a line when something has happened, at most five a second, and at least one a second, so that
the reader knows that the host is there. A line has at most 100 events; \`left\` says how many more there were. The
stream goes on until the reader closes it.
`;

const ERRORS = `## Errors

Every answer but 200 is an ${
  linkTo(nameOf(errorSchema))
}: what failed, its HRESULT as a number where it has one
([errors.md](errors.md) lists them), and what to do about it where that can be told.

${table([["status", "when"], ...REFUSALS.map(({ status, meaning }) => [`${status}`, meaning])])}`;

function calls(): string {
  const rows = Object.values(ROUTES).map((route: Route) => [
    `\`${route.method} ${route.path}\``,
    route.access,
    route.summary,
    valueOf(route.input),
    valueOf(route.output),
  ]);
  return `## Calls\n\n${table([["call", "access", "what it does", "takes", "gives"], ...rows])}`;
}

function valueOf(schema: Route["input"]): string {
  return (schema as unknown) === nothingSchema ? "" : linkTo(nameOf(schema));
}
