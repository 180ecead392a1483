import assert from "node:assert/strict";
import {
  formatHostAddress,
  formatHostSetting,
  parseHostAddress,
  parseHostSetting,
} from "../../src/client/host_address.ts";
import { operationErrorOf } from "../support/rejects.ts";

const READ = {
  "kms": { host: "kms", port: 1688 },
  "  kms.example.com:1700  ": { host: "kms.example.com", port: 1700 },
  "192.0.2.1:65535": { host: "192.0.2.1", port: 65535 },
  "[2001:db8::1]": { host: "2001:db8::1", port: 1688 },
  "[2001:db8::1]:1": { host: "2001:db8::1", port: 1 },
  "[fe80::1%eth0]:1688": { host: "fe80::1%eth0", port: 1688 },
  "Büro": { host: "xn--bro-hoa", port: 1688 },
  "kms.example.com.": { host: "kms.example.com.", port: 1688 },
  "kms_1": { host: "kms_1", port: 1688 },
};
for (const [text, address] of Object.entries(READ)) {
  Deno.test(`the host ${JSON.stringify(text)} is read, and written so that it is read back`, () => {
    assert.deepEqual(parseHostAddress(text), address);
    assert.deepEqual(parseHostAddress(formatHostAddress(address)), address);
  });
}

const REFUSED = [
  "",
  " ",
  ":1688",
  "kms:",
  "kms:0",
  "kms:65536",
  "kms:99999",
  "kms:-1",
  "kms:16a",
  "kms:1688:1",
  "2001:db8::1",
  "[2001:db8::1",
  "[]:1688",
  "http://kms",
  "kms/path",
  "user@kms",
  "two words",
  "kms\u001b[31m",
  "kms\u202egpj",
  "-5",
  ".",
  "a..b",
  "kms-",
  "[gg::]",
  "256.1.1.1",
  "1.2.3",
  "$(id)",
  "'kms'",
  "x".repeat(64),
  "x.".repeat(130),
];
for (const text of REFUSED) {
  Deno.test(`the host ${JSON.stringify(text)} is refused, with examples of what is read`, async () => {
    const error = await operationErrorOf(() => parseHostAddress(text));
    assert.match(error.remedy ?? "", /NAME:PORT/);
  });
}

Deno.test("a setting is a host or a port alone, and is written as it is read", () => {
  assert.deepEqual(parseHostSetting(":1700"), { host: undefined, port: 1700 });
  for (
    const [text, written] of [[":1700", ":1700"], ["kms", "kms:1688"], [
      "[2001:db8::1]",
      "[2001:db8::1]:1688",
    ]] as const
  ) {
    assert.equal(formatHostSetting(parseHostSetting(text)), written);
  }
  for (const text of [":", ":0", ":65536", ":1a", "::"]) {
    assert.throws(() => parseHostSetting(text), { message: `Cannot read the host "${text}"` });
  }
});
