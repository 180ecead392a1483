import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Input } from "../../../src/api/routes.ts";
import { EventId } from "../../../src/policy/events.ts";
import { bind, DnsServer, freePort } from "../../support/dns/dns_servers.ts";
import { kms } from "../../support/terminal/command_line.ts";
import { ALGORITHMS, SECRETS } from "../../support/dns/dns_zones.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const SERVICE = "_volact._tcp.open.test";

const DEFAULTS = { priority: 0, weight: 0, server: null, target: null, tsigKey: null };

/** A host in a folder of its own, beside a real name server. */
async function setUp() {
  const [server, folder] = [await DnsServer.start(bind), await TempFolder.make()];
  const start = (port: number | null = null) => startHost(folder.path, port);
  const wanted = (changes: Partial<Input<"setDnsDomain">> = {}): Input<"setDnsDomain"> => ({
    domain: "open.test",
    priority: 0,
    weight: 0,
    server: `127.0.0.1:${server.port}`,
    target: "one.open.test",
    tsigKey: null,
    ...changes,
  });
  return {
    server,
    folder: folder.path,
    start,
    wanted,
    srv: (name = SERVICE) => server.records(name, "SRV"),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function startHost(folder: string, port: number | null): Promise<RunningHost> {
  return RunningHost.start({
    folder,
    address: "127.0.0.1",
    port,
    onFailure: (error) => assert.fail(String(error)),
    onRenewal: () => assert.fail("another thread was asked for"),
    note: () => {},
  });
}

async function withHost(
  bench: Awaited<ReturnType<typeof setUp>>,
  port: number | null,
  work: (console: Awaited<ReturnType<typeof openConsole>>, host: RunningHost) => Promise<void>,
): Promise<void> {
  const host = await bench.start(port);
  try {
    await using console = await openConsole(bench.folder, false);
    await work(console, host);
  } finally {
    await host.stop();
  }
}

Deno.test("a host is published when a domain is set, at start, and no more when it stops; others' records stay", async () => {
  await using bench = await setUp();
  const port = freePort();
  await withHost(bench, port, async (console) => {
    const { domains } = await console.call("setDnsDomain", bench.wanted({ priority: 5, weight: 7 }));
    assert.equal(domains[0]?.published?.record.port, port);
    assert.deepEqual(await bench.srv(), [`3600 IN SRV 5 7 ${port} one.open.test.`]);
  });
  assert.deepEqual(await bench.srv(), []);
  await withHost(bench, port, async (console) => {
    for (let tries = 0; (await bench.srv()).length === 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await bench.srv(), [`3600 IN SRV 5 7 ${port} one.open.test.`]);
    const { domains: [seen] } = await console.call("dnsSeen", {});
    assert.deepEqual(seen?.records.map(({ ours, addresses }) => [ours, addresses]), [[true, [
      "192.0.2.1",
      "2001:db8::1",
    ]]]);
  });
});

Deno.test("another priority, weight or target takes the earlier record's place", async () => {
  await using bench = await setUp();
  await withHost(bench, 0, async (console, host) => {
    const { port } = host.listening!;
    await console.call("setDnsDomain", bench.wanted());
    await console.call("setDnsDomain", bench.wanted({ priority: 1, weight: 2, target: "Two.Open.Test." }));
    assert.deepEqual(await bench.srv(), [`3600 IN SRV 1 2 ${port} two.open.test.`]);
  });
});

Deno.test("another port is published at once", async () => {
  await using bench = await setUp();
  const [first, second] = [freePort(), freePort()];
  {
    await using console = await openConsole(bench.folder, true);
    await console.call("changeSetting", { name: "port", value: first });
    const { running, domains } = await console.call("setDnsDomain", bench.wanted());
    assert.deepEqual([running, domains[0]?.published], [false, null]);
  }
  await withHost(bench, null, async (console) => {
    await console.call("publishDns", {});
    assert.deepEqual(await bench.srv(), [`3600 IN SRV 0 0 ${first} one.open.test.`]);
    await console.call("changeSetting", { name: "port", value: second });
    await console.call("publishDns", {});
    assert.deepEqual(await bench.srv(), [`3600 IN SRV 0 0 ${second} one.open.test.`]);
  });
});

Deno.test("/cdns takes the record back and /sdns publishes it, at once and without a restart", async () => {
  await using bench = await setUp();
  await withHost(bench, 0, async (console) => {
    await console.call("setDnsDomain", bench.wanted());
    await console.call("changeSetting", { name: "dnsPublishing", value: false });
    for (let tries = 0; (await bench.srv()).length > 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await bench.srv(), []);
    await console.call("changeSetting", { name: "dnsPublishing", value: true });
    for (let tries = 0; (await bench.srv()).length === 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await bench.srv()).length, 1);
  });
});

Deno.test("two hosts in one domain: each takes back its own record and leaves the other's", async () => {
  await using bench = await setUp();
  await using other = await TempFolder.make();
  const second = await startHost(other.path, 0);
  await withHost(bench, 0, async (console) => {
    await console.call("setDnsDomain", bench.wanted());
    await using theirs = await openConsole(other.path, false);
    await theirs.call("setDnsDomain", bench.wanted({ target: "two.open.test" }));
    assert.equal((await bench.srv()).length, 2);
    const { domains: [seen] } = await console.call("dnsSeen", {});
    assert.deepEqual(seen?.records.map(({ ours }) => ours).sort(), [false, true]);
  });
  assert.deepEqual(await bench.srv(), [`3600 IN SRV 0 0 ${second.listening!.port} two.open.test.`]);
  await second.stop();
  assert.deepEqual(await bench.srv(), []);
});

for (const algorithm of ALGORITHMS) {
  Deno.test(`a zone that takes signed updates alone is published in with a ${algorithm} key, which is kept out of the journal`, async () => {
    await using bench = await setUp();
    const key = `key "${algorithm}.key" { algorithm ${algorithm}; secret "${SECRETS[algorithm]}"; };`;
    await withHost(bench, 0, async (console, host) => {
      const signed = bench.wanted({ domain: "Signed.Test", target: "one.signed.test", tsigKey: key });
      const { domains: [domain] } = await console.call("setDnsDomain", signed);
      assert.deepEqual([domain?.domain, domain?.failure], ["signed.test", null]);
      const srv = await bench.srv("_volact._tcp.signed.test");
      assert.deepEqual(srv, [`3600 IN SRV 0 0 ${host.listening!.port} one.signed.test.`]);
      const { domains } = await console.call("removeDnsDomain", { domain: "signed.test." });
      assert.deepEqual([domains, await bench.srv("_volact._tcp.signed.test")], [[], []]);
    });
    for await (const { name } of Deno.readDir(bench.folder)) {
      const text = await Deno.readTextFile(`${bench.folder}/${name}`);
      assert(!text.includes(SECRETS[algorithm]), name);
    }
  });
}

const WRONG_SECRET = 'key "hmac-sha256.key" { algorithm hmac-sha256; secret "AAAA"; };';
const WRONG_KEY = `key "nobody" { algorithm hmac-sha256; secret "${SECRETS["hmac-sha256"]}"; };`;
const FAULTS: readonly (readonly [string, Partial<Input<"setDnsDomain">>, number, RegExp])[] = [
  ["no key", { domain: "signed.test" }, 0x8007232D, /REFUSED/],
  [
    "a key that the server does not know",
    { domain: "signed.test", tsigKey: WRONG_KEY },
    0x80072339,
    /BADKEY/,
  ],
  ["a wrong secret", { domain: "signed.test", tsigKey: WRONG_SECRET }, 0x80072338, /BADSIG/],
  ["a zone that takes no updates", { domain: "closed.test" }, 0x8007232D, /REFUSED/],
  ["a zone that is not loaded", { domain: "broken.test" }, 0x8007232A, /SERVFAIL/],
];
for (const [what, changes, code, message] of FAULTS) {
  Deno.test(`${what}: it is an event with code and remedy, shown, and activations go on`, async () => {
    await using bench = await setUp();
    await withHost(bench, 0, async (console, host) => {
      const { domains: [domain] } = await console.call("setDnsDomain", bench.wanted(changes));
      assert.equal(domain?.published, null);
      assert.equal(domain?.failure?.code, code, domain?.failure?.reason);
      assert.match(domain?.failure?.reason ?? "", message);
      assert((domain?.failure?.remedy ?? "") !== "");
      assert.notEqual(host.listening, null);
      assert.equal((await console.call("status", {})).role, "host");
    });
    const journal = await Deno.readTextFile(`${bench.folder}/journal-00000001.jsonl`);
    const events = journal.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(
      events.filter(({ id }) => id === EventId.dnsFailed).map((event) => event.code),
      [code],
    );
  });
}

Deno.test("an image of a host takes back nothing that the host has published", async () => {
  await using bench = await setUp();
  const host = await bench.start(0);
  {
    await using console = await openConsole(bench.folder, false);
    await console.call("setDnsDomain", bench.wanted());
  }
  await host.stop();
  await using console = await openConsole(bench.folder, false);
  await console.call("generalize", {});
  const { domains: [domain] } = await console.call("dns", {});
  assert.deepEqual([domain?.domain, domain?.published], ["open.test", null]);
});

Deno.test("domains are listed by name, whatever was changed last", async () => {
  await using folder = await TempFolder.make();
  await using console = await openConsole(folder.path, true);
  const set = (domain: string) => console.call("setDnsDomain", { ...DEFAULTS, domain });
  for (const domain of ["b.test", "c.test", "a.test", "b.test"]) await set(domain);
  const { domains } = await console.call("dns", {});
  assert.deepEqual(domains.map(({ domain }) => domain), ["a.test", "b.test", "c.test"]);
  const status = await console.call("status", {});
  assert(status.role === "host");
  assert.deepEqual(status.dns.map(({ domain }) => domain), ["a.test", "b.test", "c.test"]);
});

Deno.test("a setting that is none of DNS publishes nothing anew, and a domain that is set tries no other", async () => {
  await using bench = await setUp();
  await withHost(bench, 0, async (console) => {
    await console.call("setDnsDomain", bench.wanted({ domain: "closed.test" }));
    await console.call("setDnsDomain", bench.wanted());
    await console.call("changeSetting", { name: "activationInterval", value: 130 });
    await console.call("changeSetting", { name: "journalMaxAgeDays", value: 300 });
    await console.call("setDnsDomain", bench.wanted({ weight: 3 }));
  });
  const ids: readonly number[] = [EventId.dnsFailed, EventId.dnsPublished];
  const journal = await Deno.readTextFile(`${bench.folder}/journal-00000001.jsonl`);
  const events = journal.trimEnd().split("\n").map((line) => JSON.parse(line)).filter(({ id }) =>
    ids.includes(id)
  );
  assert.deepEqual(events.map(({ domain }) => domain), ["closed.test", "open.test", "open.test"]);
});

Deno.test("what is not given for a domain that is set stays as it is: key, server, target, priority and weight", async () => {
  await using bench = await setUp();
  const key = `key "hmac-sha256.key" { algorithm hmac-sha256; secret "${SECRETS["hmac-sha256"]}"; };`;
  await withHost(bench, 0, async (console, host) => {
    const set = async (changes: Partial<Input<"setDnsDomain">>) => {
      const { domains: [domain] } = await console.call("setDnsDomain", { domain: "signed.test", ...changes });
      return domain;
    };
    const first = bench.wanted({
      domain: "signed.test",
      target: "one.signed.test",
      priority: 4,
      tsigKey: key,
    });
    await set(first);
    const { port } = host.listening!;
    assert.equal((await set({ weight: 7 }))?.failure, null);
    assert.deepEqual(await bench.srv("_volact._tcp.signed.test"), [
      `3600 IN SRV 4 7 ${port} one.signed.test.`,
    ]);
    const bare = await set({ server: null, target: null, tsigKey: null });
    const { signed, ...rest } = bare!.wanted!;
    assert.deepEqual([signed, rest], [false, { priority: 4, weight: 7, server: null, target: null }]);
  });
});

Deno.test("an address is no name: neither a record's target nor a domain, and nothing is set", async () => {
  await using folder = await TempFolder.make();
  await using console = await openConsole(folder.path, true);
  for (const address of ["10.77.0.1", "10.77.0.1.", "2001:db8::1", "10.77.0.1:1688"]) {
    for (const wanted of [{ domain: "open.test", target: address }, { domain: address }]) {
      const refused = await operationErrorOf(() => console.call("setDnsDomain", wanted));
      assert.match(refused.message, /an address is no name/);
      assert.match(refused.remedy ?? "", /kms1\.example\.com/);
    }
  }
  assert.deepEqual((await console.call("dns", {})).domains, []);
});

Deno.test("a command whose update fails prints what is set, says that it stays, and ends with status 1", async () => {
  await using bench = await setUp();
  const typed = (...words: string[]) => kms("--state", bench.folder, ...words);
  const server = `127.0.0.1:${bench.server.port}`;
  const idle = await typed("dns", "add", "closed.test", "--server", server);
  assert.equal(idle.status, 0);
  assert.match(idle.stderr, /it is published when the host starts \(kms serve\)/);
  await withHost(bench, 0, async () => {
    const added = await typed("dns", "add", "closed.test", "--weight", "3");
    assert.equal(added.status, 1);
    assert.match(added.stdout, /closed\.test: priority 0, weight 3/);
    assert.match(added.stderr, /closed\.test: .*REFUSED.*; the domain stays set, .*To mend it: /);
    assert.equal((await typed("dns", "add", "open.test", "--server", server)).status, 0);
    const on = await typed("/sdns");
    assert.deepEqual([on.status, on.stdout], [1, "DNS publishing is on.\n"]);
    assert.match(on.stderr, /closed\.test: .*REFUSED/);
    assert.equal((await typed("/cdns")).status, 0);
    assert.deepEqual(await bench.srv(), []);
    await typed("/sdns");
    const right = WRONG_SECRET.replace("AAAA", SECRETS["hmac-sha256"]);
    for (const [key, status] of [[right, 0], [WRONG_SECRET, 1]] as const) {
      await Deno.writeTextFile(`${bench.folder}/key`, key);
      const named = ["--tsig-key", `${bench.folder}/key`, "--server", server];
      assert.equal((await typed("dns", "add", "signed.test", ...named)).status, status);
    }
    const removed = await typed("dns", "remove", "Signed.Test.");
    assert.equal(removed.status, 1);
    assert.match(removed.stdout, /its record is still there/);
    assert.match(removed.stderr, /signed\.test: .*BADSIG.*; the record is still there/);
  });
  assert.equal((await typed("dns", "remove", "closed.test")).status, 0);
});
