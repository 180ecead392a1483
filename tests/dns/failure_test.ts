import assert from "node:assert/strict";
import { explainCode } from "../../src/codes/explain.ts";
import { DnsCode, rcodeFailure } from "../../src/dns/failure.ts";
import { Rcode } from "../../src/dns/numbers.ts";
import { formatHResult } from "../../src/protocol/hresult.ts";

const FIELD_NAMES: Readonly<Record<keyof typeof DnsCode, string>> = {
  timeout: "ERROR_TIMEOUT",
  formatError: "DNS_ERROR_RCODE_FORMAT_ERROR",
  serverFailure: "DNS_ERROR_RCODE_SERVER_FAILURE",
  nameError: "DNS_ERROR_RCODE_NAME_ERROR",
  notImplemented: "DNS_ERROR_RCODE_NOT_IMPLEMENTED",
  refused: "DNS_ERROR_RCODE_REFUSED",
  notAuth: "DNS_ERROR_RCODE_NOTAUTH",
  notZone: "DNS_ERROR_RCODE_NOTZONE",
  badSignature: "DNS_ERROR_RCODE_BADSIG",
  badKey: "DNS_ERROR_RCODE_BADKEY",
  badTime: "DNS_ERROR_RCODE_BADTIME",
  noRecords: "DNS_INFO_NO_RECORDS",
  badPacket: "DNS_ERROR_BAD_PACKET",
  noServers: "DNS_ERROR_NO_DNS_SERVERS",
};

for (const [name, field] of Object.entries(FIELD_NAMES)) {
  const code = DnsCode[name as keyof typeof DnsCode];
  Deno.test(`${formatHResult(code)} is known in the field as ${field}`, () => {
    assert.equal(explainCode(code)?.name, field);
  });
}

const step = { what: "do it", remedy: "do something else" };
const server = { host: "192.0.2.1", port: 53 };
for (const [name, rcode] of Object.entries(Rcode)) {
  Deno.test(`what is said of ${name} is one line with its name`, () => {
    const { message, remedy } = rcodeFailure(step, server, rcode);
    assert.match(message, new RegExp(`^Cannot do it at 192\\.0\\.2\\.1:53: [a-z].*\\(${name}\\)$`));
    assert.match(remedy, /^[a-z].*[^.]$/);
  });
}
