import type { DiagnosisView } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { formatHResult } from "../../protocol/hresult.ts";
import { command, DNS_SERVER } from "../command.ts";
import { printResult } from "../output.ts";
import { openRemote } from "../remote.ts";
import { type CommonOptions, refuseSignIn, stateFolder } from "../session.ts";
import { STEP_TITLES, whyLines } from "../printing/why_display.ts";

export const why = command({
  words: "why",
  summary: "Show why this computer is not activated, or why this host does not activate",
  about: [
    "The whole chain is followed, a line a step: on a client from licence file and key over DNS, connection and certificates to clock, " +
    "count and lease; on a host key, activation, hardware, port, its DNS record as others see it, clock, disk and journal. The first " +
    "broken step is marked, with its code and the command that mends it; each warning is explained as well.",
    "Nothing is changed, and no host counts it. Exit status 1 where a step is broken.",
    "Marks: ok; FAIL broken, > the first of them; ! hinders nothing now; ? cannot be known behind a broken step; - not needed as things are set.",
  ],
  options: {
    ...DNS_SERVER,
    host: { type: "boolean", default: false, describe: "as a KMS host, also where no key is installed yet" },
  },
  async run({ dnsServer, host, ...options }) {
    const found = await diagnose(options, host, dnsServer === undefined ? {} : { dnsServer });
    printResult(options.json, found, whyLines(found));
    const broken = found.steps.find(({ standing }) => standing === "broken");
    if (broken === undefined) return;
    const code = broken.code === null ? "" : ` (${formatHResult(broken.code)})`;
    throw new OperationError(`Broken on ${found.computer}: ${STEP_TITLES[broken.step].toLowerCase()}${code}`);
  },
});

async function diagnose(
  options: CommonOptions,
  host: boolean,
  wish: { readonly dnsServer?: string },
): Promise<DiagnosisView> {
  if (options.computer !== undefined) {
    await using remote = await openRemote(options.computer, options);
    return await remote.call("why", wish);
  }
  refuseSignIn(options);
  const { diagnoseFolder } = await import("../../app/folders/diagnose_folder.ts");
  return await diagnoseFolder(stateFolder(options), { ...wish, host });
}
