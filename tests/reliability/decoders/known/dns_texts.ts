import { parseIpAddress, sameIpAddress, showIpAddress } from "../../../../src/dns/ip_address.ts";
import { encodeName, isWithin, parentOf, parseName } from "../../../../src/dns/name.ts";
import { parseServer, showServer } from "../../../../src/dns/server_address.ts";
import { ownDomain, parseResolvConf, parseWindowsRegistry } from "../../../../src/dns/system_settings.ts";
import { parseTsigKey } from "../../../../src/dns/tsig_key_file.ts";
import { type Decoder, promise, textDecoder, unlessRefused } from "../decoder.ts";

const RESOLV =
  "# x\ndomain a.example\nsearch example.com b.example\nnameserver 192.0.2.53\nnameserver fe80::1%eth0\noptions timeout:2 attempts:4 rotate\n";
const REGISTRY =
  "HKEY_LOCAL_MACHINE\\SYSTEM\\Tcpip\\Parameters\r\n    NV Domain    REG_SZ    example.com\r\n    SearchList    REG_SZ    a.b,c.d\r\n\r\n" +
  "HKEY_LOCAL_MACHINE\\X\r\n    DhcpNameServer    REG_SZ    192.0.2.1 192.0.2.2\r\n    DhcpIPAddress    REG_SZ    10.0.0.1\r\n";

const dnsName = textDecoder({
  name: "DNS name",
  samples: ["_volact._tcp.example.com.", "a\\.b.example", "\\255\\000.x.", "."],
  tokens: ["\\", "\\0", "\\256", "\\.", ".", "x".repeat(63), "x".repeat(64)],
  share: 2,
  read: (text) => {
    const name = unlessRefused(() => parseName(text));
    if (name === undefined) return false;
    promise(parseName(name) === name, "it is read otherwise when it is written anew");
    promise(encodeName(name).length <= 255, "it is too long");
    promise(isWithin(name, parentOf(name) ?? name), "it is not within its parent");
    return true;
  },
});

export const DNS_TEXTS: readonly Decoder[] = [
  dnsName,
  textDecoder({
    name: "settings of the system's resolver",
    share: 0.4,
    samples: [RESOLV, REGISTRY],
    tokens: ["nameserver ", "search ", "options ", "timeout:", "attempts:", "REG_SZ", "HKEY_", "    "],
    read: (text) => {
      for (const settings of [parseResolvConf(text), parseWindowsRegistry(text)]) {
        ownDomain("host.example.com", settings);
        promise(
          settings.waits.length > 0 && settings.waits.every((wait) => wait > 0 && wait <= 30_000),
          "a wait without an end",
        );
        settings.servers.forEach(showServer);
      }
      return true;
    },
  }),
  textDecoder({
    name: "TSIG key file",
    share: 0.4,
    samples: [
      'key "host.example" {\n\talgorithm hmac-sha256;\n\tsecret "MDEyMzQ1Njc4OWFiY2RlZg==";\n};\n',
      "# c\nkey:\n  - id: host.example\n    algorithm: hmac-sha512\n    secret: MDEyMzQ1Njc4OWFiY2RlZg==\n",
    ],
    tokens: ["key", "/*", "*/", "//", "#", ";", "{", "}", "id:", "secret", "algorithm", "==", "hmac-sha512"],
    read: (text) => {
      const found = unlessRefused(() => parseTsigKey(text));
      if (found !== undefined) promise(found.secret.length > 0, "a key without a secret");
      return found !== undefined;
    },
  }),
  textDecoder({
    name: "address of a DNS server",
    samples: ["192.0.2.1:53", "[2001:db8::1]:5353", "fe80::1%eth0", "::ffff:192.0.2.1"],
    tokens: ["%", "[", "]", "::", "255", "65536"],
    share: 2,
    read: (text) => {
      const bytes = parseIpAddress(text);
      if (bytes !== undefined) promise(sameIpAddress(showIpAddress(bytes), text), "another address");
      const server = unlessRefused(() => parseServer(text));
      if (server === undefined) return false;
      promise(
        showServer(parseServer(showServer(server))) === showServer(server),
        "it is read otherwise when it is written anew",
      );
      return true;
    },
  }),
];
