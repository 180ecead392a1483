import { machineTest } from "../../../../src/machines/filter.ts";
import { FILTER_TERMS, MACHINE_KINDS } from "../../../../src/machines/names.ts";
import { surroundingsOf } from "../../../../src/machines/surroundings.ts";
import { parseDomain } from "../../../../src/client/domain.ts";
import { formatHostSetting, parseHostSetting } from "../../../../src/client/host_address.ts";
import { readSettings } from "../../../../src/client/reading_settings.ts";
import { readActivationId } from "../../../../src/cli/activation_id.ts";
import { readCommandLine } from "../../../../src/cli/words/command_line.ts";
import { readEventFilter } from "../../../../src/cli/events/reading_event_filter.ts";
import { readTarget } from "../../../../src/cli/events/event_target.ts";
import { exactTime, localTime, readMoment } from "../../../../src/cli/printing/moments.ts";
import { readAddress, readPort, readWhole } from "../../../../src/cli/numbers.ts";
import { UsageError } from "../../../../src/cli/output.ts";
import { readDays, readSize } from "../../../../src/cli/printing/sizes.ts";
import { readSwitch } from "../../../../src/cli/switch.ts";
import { readCode } from "../../../../src/codes/read_code.ts";
import { eventTest } from "../../../../src/events/filter.ts";
import { EventId } from "../../../../src/policy/events.ts";
import { maskedTarget, targetFault } from "../../../../src/policy/notify.ts";
import { OperationError } from "../../../../src/policy/operation_error.ts";
import { START } from "../../../support/counting.ts";
import { machineRecord } from "../../../support/samples/machine_records.ts";
import { sampleProduct, serverProduct } from "../../../support/samples/sample_licence.ts";
import { type Decoder, promise, textDecoder, unlessRefused, unlessRejected } from "../decoder.ts";
import { tableOf } from "../../../support/samples/tables.ts";

const records = [1, 2, 3].map((n) => machineRecord(n));
const table = tableOf();
for (const record of records) table.put(record);
const around = surroundingsOf(table, [sampleProduct(), serverProduct], START);
const terms = Object.keys(FILTER_TERMS).map((term) => `${term}:`);
const seen = {
  id: EventId.cloneSeen,
  time: 3,
  machineId: "ab".repeat(16),
  name: `${"ab".repeat(30)}c`,
  hardwares: 2,
};

/** What a reader of the command line makes of a text; it may refuse it with a UsageError. */
function typed(
  name: string,
  samples: readonly string[],
  tokens: readonly string[],
  read: (text: string) => void,
): Decoder {
  return textDecoder({
    name,
    samples,
    tokens,
    read: (text) => unlessRefused(() => (read(text), true), UsageError) !== undefined,
  });
}

const VOCABULARY = {
  slmgr: new Set(["ipk", "ato", "dlv", "skms"]),
  commands: new Set(["ipk", "ato", "dlv", "skms", "events", "serve"]),
  switches: new Set(["--json"]),
  valued: new Set(["--state", "--max-age"]),
};

export const TYPED: readonly Decoder[] = [
  textDecoder({
    name: "filter of machines",
    samples: [
      'state:grace "desk 1" kind:virtual',
      "id:{01234567-89ab}",
      "result:0xC004F038 counted:yes",
      'name:"a:b" product:editor',
    ],
    tokens: [...terms, ...MACHINE_KINDS, '"', ":", "yes", "no", "activated", "0x"],
    read: (text) => {
      const test = unlessRefused(() => ({ test: machineTest(text, around) }), OperationError);
      if (test?.test !== undefined) records.forEach(test.test);
      return test !== undefined;
    },
  }),
  textDecoder({
    name: "pattern of a machine's name",
    samples: ["*a*b*c", "desk*", "{ABABABAB-ABAB-ABAB-ABAB-ABABABABABAB}"],
    tokens: ["*", "**", "a*", "*a"],
    read: (text) => eventTest({ machine: text.slice(0, 64) })(seen),
  }),
  textDecoder({
    name: "host, port and domain of a client",
    samples: ["kms.example:1688", "[2001:db8::1]:1700", ":1700", "büro.example", "192.0.2.1"],
    tokens: ["[", "]", ":", "%", "@", "/", "xn--", "。", "65536"],
    share: 0.5,
    read: (text) => {
      const found = unlessRefused(() => formatHostSetting(parseHostSetting(text)), OperationError);
      if (found !== undefined) {
        promise(
          formatHostSetting(parseHostSetting(found)) === found,
          `${found} is read otherwise when it is written anew`,
        );
      }
      const domain = unlessRefused(() => parseDomain(text), OperationError);
      if (domain !== undefined) {
        promise(parseDomain(domain) === domain, `${domain} is read otherwise when it is written anew`);
      }
      unlessRefused(() => readSettings({ host: text, domain: text, dnsServer: text }), OperationError);
      return found !== undefined;
    },
  }),
  typed("moment", ["2h", "today", "10:30", "2027-05-21", "2027-05-21T10:30:07.123+02:00", "999999w"], [
    "d",
    "T",
    "Z",
    "-",
    "+99:99",
  ], (text) => {
    const moment = readMoment("--since", text, START);
    promise(Number.isFinite(moment) && moment >= 0, `it is ${moment}`);
    localTime(moment);
    exactTime(moment);
  }),
  typed("size", ["256MB", "1 GiB", "64m"], ["K", "TiB", "B"], (text) => {
    const size = readSize("--max-size", text);
    promise(Number.isInteger(size) && size >= 0, `it is ${size}`);
  }),
  typed("duration", ["400d", "8w", "400"], ["d", "w"], (text) => {
    const days = readDays("--max-age", text);
    promise(Number.isSafeInteger(days) && days >= 0, `it is ${days}`);
  }),
  typed(
    "number, switch, or ID",
    ["{01234567-89ab-cdef-0123-456789ABCDEF}", "17", "off"],
    ["on", "1"],
    (text) => {
      for (
        const read of [
          () => readWhole("--n", text, 0, 99),
          () => readPort(text),
          () => readSwitch("--s", text),
        ]
      ) {
        unlessRefused<unknown>(read, UsageError);
      }
      promise(/^[0-9a-f]{32}$/.test(readActivationId(text)!), "it is no ID");
    },
  ),
  typed(
    "address to listen at",
    ["192.0.2.1:9688", "[2001:db8::1]:9688", "name:1"],
    ["[", "]:", "65536"],
    (text) => {
      const { port } = readAddress(text);
      promise(port >= 0 && port <= 65535, `the port is ${port}`);
    },
  ),
  typed(
    "filter of events",
    ["12290,12310|2h|10:30|desk*|0xC004F038", "12290"],
    ["|", ",", "refused", "-"],
    (text) => {
      const [id = "", since, until, machine, result] = text.split("|");
      const test = eventTest(readEventFilter({ id: [id], since, until, machine, result }, START));
      test(seen);
    },
  ),
  textDecoder({
    name: "code",
    samples: ["0xC004F038", "8007267C", "2147952252", "-2147015044", "1722"],
    tokens: ["0x", "-", "f"],
    read: (text) => {
      const code = readCode(text);
      promise(
        code === undefined || Number.isInteger(code) && code >= 0 && code <= 0xFFFFFFFF,
        `it is ${code}`,
      );
      return code !== undefined;
    },
  }),
  textDecoder({
    name: "where events and notices go",
    samples: [
      "udp://loghost",
      "tls://[2001:db8::1]:6514",
      "https://hooks.example/x?token=1",
      "/usr/bin/notify --all",
    ],
    tokens: ["tcp://", "http:", "[", "]", ":", "@"],
    share: 0.5,
    read: async (text) => {
      for (const target of [{ kind: "webhook", url: text }, { kind: "command", command: text }] as const) {
        maskedTarget(target);
        targetFault(target);
      }
      return await unlessRejected(() => readTarget(text, undefined), UsageError) !== undefined;
    },
  }),
  typed(
    "command line",
    ["kms-1 alice /dlv", "--state x events --max-age -1d --json", "/ipk BCDFG", "events --help", "-- dlv"],
    ["/dlv", "-ato", "--json", "-?", " ", "--"],
    (text) => {
      const { words } = readCommandLine(text.split(" "), VOCABULARY);
      promise(
        words.every((word) => typeof word === "string"),
        "a word is none",
      );
    },
  ),
];
