import assert from "node:assert/strict";
import fc from "fast-check";
import { ownDomain, parseResolvConf, parseWindowsRegistry } from "../../src/dns/system_settings.ts";
import { anyText } from "../support/arbitraries.ts";

const at = (...hosts: readonly string[]) => hosts.map((host) => ({ host, port: 53 }));
const nothing = { servers: [], search: [], waits: [1000, 2000, 4000] };

Deno.test("parseResolvConf() reads servers, domains and patience", () => {
  const text = `# made by hand ; and not\n; another comment
domain old.example
search corp.example.com example.com   # both
nameserver 192.0.2.1
nameserver\t2001:db8::1 # second
nameserver fe80::1%eth0
nameserver 192.0.2.4
options ndots:2 timeout:3 rotate
options attempts:2\r
`;
  assert.deepEqual(parseResolvConf(text), {
    servers: at("192.0.2.1", "2001:db8::1", "fe80::1%eth0"),
    search: ["corp.example.com.", "example.com."],
    waits: [3000, 6000],
  });
});

Deno.test("parseResolvConf() takes domain where it stands after search", () => {
  assert.deepEqual(parseResolvConf("search a.example b.example\ndomain c.example\n").search, ["c.example."]);
});

Deno.test("parseResolvConf() passes over what it cannot read", () => {
  const text =
    "nameserver\nnameserver ns.example\nnameserver 300.1.1.1\nsearch a..b ok.example\noptions timeout:x attempts:0\nfoo bar";
  assert.deepEqual(parseResolvConf(text), { ...nothing, search: ["ok.example."] });
  assert.deepEqual(parseResolvConf(""), nothing);
});

Deno.test("parseResolvConf() holds patience within what the C library allows", () => {
  assert.deepEqual(parseResolvConf("options timeout:999 attempts:99").waits, Array(5).fill(30_000));
});

Deno.test("parseResolvConf() takes any text", () => {
  const line = fc.tuple(fc.constantFrom("nameserver", "search", "domain", "options"), anyText).map((words) =>
    words.join(" ")
  );
  fc.assert(fc.property(fc.array(line).map((lines) => lines.join("\n")), (text) => {
    const { servers, waits } = parseResolvConf(text);
    assert(servers.length <= 3 && waits.length >= 1);
  }));
});

const ROOT = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
const registry = [
  "",
  ROOT,
  "    DataBasePath    REG_EXPAND_SZ    %SystemRoot%\\System32\\drivers\\etc",
  "    Domain    REG_SZ    corp.example.com",
  "    Hostname    REG_SZ    pc-1",
  "    SearchList    REG_SZ    a.example,b.example",
  "    NameServer    REG_SZ    ",
  "    ForwardBroadcasts    REG_DWORD    0x0",
  "    NV Domain    REG_SZ    corp.example.com",
  "",
  `${ROOT}\\Interfaces\\{11111111-2222-3333-4444-555555555555}`,
  "    DhcpIPAddress    REG_SZ    192.0.2.20",
  "    DhcpNameServer    REG_SZ    192.0.2.1 192.0.2.2",
  "    DhcpDomain    REG_SZ    office.example",
  "",
  `${ROOT}\\Interfaces\\{66666666-2222-3333-4444-555555555555}`,
  "    NameServer    REG_SZ    192.0.2.9,192.0.2.1",
  "",
  `${ROOT}\\Interfaces\\{77777777-2222-3333-4444-555555555555}`,
  "    DhcpIPAddress    REG_SZ    0.0.0.0",
  "    DhcpNameServer    REG_SZ    198.51.100.1",
].join("\r\n");

Deno.test("parseWindowsRegistry() reads servers of interfaces that have an address, those set by hand first, and domains", () => {
  assert.deepEqual(parseWindowsRegistry(registry), {
    ...nothing,
    servers: at("192.0.2.9", "192.0.2.1", "192.0.2.2"),
    search: ["corp.example.com.", "a.example.", "b.example.", "office.example."],
  });
});

Deno.test("parseWindowsRegistry() finds nothing where there is nothing", () => {
  assert.deepEqual(
    parseWindowsRegistry("ERROR: The system was unable to find the specified key.\r\n"),
    nothing,
  );
});

Deno.test("ownDomain() is that of the full name, else the first that is searched, and never the root", () => {
  const settings = { ...nothing, search: [".", "corp.example.", "example."] };
  assert.equal(ownDomain("pc-1.office.example", settings), "office.example.");
  assert.equal(ownDomain("pc-1", settings), "corp.example.");
  assert.equal(ownDomain("pc-1.", settings), "corp.example.");
  assert.equal(ownDomain("pc 1", settings), "corp.example.");
  assert.equal(ownDomain("pc-1", nothing), undefined);
});

Deno.test("parseWindowsRegistry() takes no more steps than its text is long, however much of it is blank", () => {
  const text = `    ${"a ".repeat(500_000)}\r\n${
    " \t".repeat(500_000)
  }\r\n    Domain    REG_SZ    example.com${" ".repeat(500_000)}\r\n`;
  assert.deepEqual(parseWindowsRegistry(text).search, ["example.com."]);
});
