import assert from "node:assert/strict";
import { DnsCode } from "../../src/dns/failure.ts";
import { lookupService } from "../../src/dns/lookup.ts";
import { type Publishing, publishService, withdrawService } from "../../src/dns/publish.ts";
import type { TsigKey } from "../../src/dns/tsig.ts";
import type { SocketAddress } from "../../src/ports.ts";
import { offer, publishingAt, resolverAt, systemPorts, testKey } from "../support/dns/dns.ts";
import { bind, DnsServer, knot, LOOPBACKS, type ServerKind } from "../support/dns/dns_servers.ts";
import { ALGORITHMS, WIDE_TARGETS } from "../support/dns/dns_zones.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const HOUR_MS = 3_600_000;

function lookUp(domain: string, server: SocketAddress, seed = 1) {
  return lookupService(domain, { resolver: resolverAt(server), random: new SeededRandom(seed) });
}

/** Publishing with a clock that is ahead of the computer's. */
function ahead(publishing: Publishing, milliseconds: number): Publishing {
  const { clock } = publishing.ports;
  const ports = { ...publishing.ports, clock: { now: () => clock.now() + milliseconds } };
  const patience = { ...publishing.patience, deadline: publishing.patience.deadline + milliseconds };
  return { ...publishing, ports, patience };
}

async function failureOf(publishing: Publishing, domain: string) {
  const published = await publishService(publishing, domain, offer(`one.${domain}`));
  assert(published.kind === "failed", "it was published");
  return published.failure;
}

/** A test with a server of its own. */
function test(kind: ServerKind, title: string, body: (server: DnsServer) => Promise<void>): void {
  Deno.test(`${kind.name}: ${title}`, async () => {
    await using server = await DnsServer.start(kind);
    await body(server);
  });
}

for (const kind of [bind, knot]) {
  const own = "_volact._tcp.open.test";
  const signed = "_volact._tcp.signed.test";

  for (const host of LOOPBACKS) {
    test(
      kind,
      `an update from an allowed address is published, changed and withdrawn over ${host}`,
      async (server) => {
        const at = () => publishingAt(server.address(host));
        const first = offer("one.open.test");
        const published = await publishService(at(), "open.test", first);
        assert.equal(published.kind, "done");
        assert.deepEqual(await server.records(own, "SRV"), ["3600 IN SRV 0 0 1688 one.open.test."]);
        const second = offer("one.open.test", { port: 1700, priority: 5, weight: 7, ttl: 60 });
        await publishService(at(), "open.test", second, first);
        assert.deepEqual(await server.records(own, "SRV"), ["60 IN SRV 5 7 1700 one.open.test."]);
        assert.equal((await withdrawService(at(), "open.test", second)).kind, "done");
        assert.deepEqual(await server.records(own, "SRV"), []);
      },
    );
  }

  test(
    kind,
    "publishing and withdrawing twice changes nothing more, not even the zone's serial",
    async (server) => {
      const serial = async () => (await server.records("open.test", "SOA"))[0]?.split(" ")[5];
      const record = offer("one.open.test");
      assert.equal(await serial(), "1");
      for (const _ of [1, 2]) {
        assert.equal(
          (await publishService(publishingAt(server.address()), "open.test", record)).kind,
          "done",
        );
        assert.equal(await serial(), "2");
      }
      for (const _ of [1, 2]) {
        assert.equal(
          (await withdrawService(publishingAt(server.address()), "open.test", record)).kind,
          "done",
        );
        assert.equal(await serial(), "3");
      }
    },
  );

  test(kind, "only our own record among several is changed and withdrawn", async (server) => {
    const at = () => publishingAt(server.address());
    const others = [offer("two.open.test", { ttl: 600 }), offer("one.open.test", { port: 1700, ttl: 600 })];
    for (const other of others) await publishService(at(), "open.test", other);
    const theirs = ["600 IN SRV 0 0 1688 two.open.test.", "600 IN SRV 0 0 1700 one.open.test."];
    assert.deepEqual(await server.records(own, "SRV"), theirs);

    const ours = offer("one.open.test", { ttl: 3600 });
    const published = await publishService(at(), "open.test", ours);
    assert(published.kind === "done");
    assert.equal(published.ttl, 600);
    assert.deepEqual(await server.records(own, "SRV"), ["600 IN SRV 0 0 1688 one.open.test.", ...theirs]);
    const changed = offer("one.open.test", { priority: 1 });
    await publishService(at(), "open.test", changed, ours);
    assert.deepEqual(await server.records(own, "SRV"), [...theirs, "600 IN SRV 1 0 1688 one.open.test."]);
    await withdrawService(at(), "open.test", changed);
    assert.deepEqual(await server.records(own, "SRV"), theirs);
  });

  for (const algorithm of ALGORITHMS) {
    const key = testKey(algorithm);
    test(kind, `an update signed with ${algorithm} is published, and its answer verifies`, async (server) => {
      const record = offer("one.signed.test");
      const at = () => publishingAt(server.address(), key);
      assert.equal((await publishService(at(), "signed.test", record)).kind, "done");
      assert.deepEqual(await server.records(signed, "SRV"), ["3600 IN SRV 0 0 1688 one.signed.test."]);
      assert.equal((await withdrawService(at(), "signed.test", record)).kind, "done");
      assert.deepEqual(await server.records(signed, "SRV"), []);
    });

    const wrong: readonly (readonly [what: string, key: TsigKey, code: DnsCode, shown: RegExp])[] = [
      ["a key that the server does not know", { ...key, name: "other." }, DnsCode.badKey, /BADKEY/],
      ["a wrong secret", { ...key, secret: new Uint8Array(32) }, DnsCode.badSignature, /BADSIG/],
    ];
    for (const [what, badKey, code, shown] of wrong) {
      test(kind, `an update signed with ${what} (${algorithm}) fails and changes nothing`, async (server) => {
        const failure = await failureOf(publishingAt(server.address(), badKey), "signed.test");
        assert.equal(failure.code, code);
        assert.match(failure.message, shown);
        assert.deepEqual(await server.records(signed, "SRV"), []);
      });
    }

    for (const [what, milliseconds] of [["ahead", HOUR_MS], ["behind", -HOUR_MS]] as const) {
      test(
        kind,
        `an update by a clock that is an hour ${what} (${algorithm}) fails with the server's time`,
        async (server) => {
          const publishing = ahead(publishingAt(server.address(), key), milliseconds);
          const failure = await failureOf(publishing, "signed.test");
          assert.equal(failure.code, DnsCode.badTime);
          const time = /BADTIME, its clock says (\S+)\)$/.exec(failure.message)?.[1];
          const apart = Math.abs(Date.parse(time ?? "") - systemPorts.clock.now());
          assert(apart < 120_000, failure.message);
          assert.deepEqual(await server.records(signed, "SRV"), []);
        },
      );
    }
  }

  test(
    kind,
    "an update that is not signed fails where it must be, and where none are taken",
    async (server) => {
      // Knot answers NOTAUTH to whom its rules do not allow
      const code = kind === bind ? DnsCode.refused : DnsCode.notAuth;
      for (const domain of ["signed.test", "closed.test"]) {
        const failure = await failureOf(publishingAt(server.address()), domain);
        assert.equal(failure.code, code);
        assert.match(
          failure.message,
          new RegExp(`^Cannot update the zone ${domain}\\. at 127\\.0\\.0\\.1:\\d+: `),
        );
      }
      assert.deepEqual(await server.records(signed, "SRV"), []);
    },
  );

  test(
    kind,
    "a zone that could not be loaded fails with SERVFAIL, one of another server with REFUSED",
    async (server) => {
      assert.equal(
        (await failureOf(publishingAt(server.address()), "broken.test")).code,
        DnsCode.serverFailure,
      );
      assert.equal((await failureOf(publishingAt(server.address()), "elsewhere.test")).code, DnsCode.refused);
      const { outcome } = await lookUp("broken.test", server.address());
      assert(outcome.kind === "failed");
      assert.equal(outcome.failure.code, DnsCode.serverFailure);
    },
  );

  test(kind, "nothing is published at an alias", async (server) => {
    const failure = await failureOf(publishingAt(server.address()), "branch.closed.test");
    assert.match(failure.message, /is an alias \(CNAME\) of services\.branch\.closed\.test\.$/);
  });

  for (const host of LOOPBACKS) {
    test(
      kind,
      `a lookup over ${host} gives targets by priority and weight, with both kinds of address`,
      async (server) => {
        const { outcome, name } = await lookUp("closed.test", server.address(host));
        assert.equal(name, "_volact._tcp.closed.test.");
        assert(outcome.kind === "found");
        const shown = outcome.targets.map(({ target, port, addresses }) => `${target} ${port} ${addresses}`);
        assert.deepEqual(shown.sort(), [
          "one.closed.test. 1688 192.0.2.1,2001:db8::1",
          "six.closed.test. 1688 2001:db8::6",
          "two.closed.test. 1700 192.0.2.2",
        ]);
        assert.equal(outcome.targets.at(-1)?.priority, 20);
      },
    );
  }

  test(kind, "lookups over and over go by the weights", async (server) => {
    const firsts: (string | undefined)[] = [];
    for (let seed = 0; seed < 300; seed++) {
      const { outcome } = await lookUp("closed.test", server.address(), seed);
      firsts.push(outcome.kind === "found" ? outcome.targets[0]?.target : undefined);
    }
    const ones = firsts.filter((first) => first === "one.closed.test.").length;
    const twos = firsts.filter((first) => first === "two.closed.test.").length;
    assert.equal(ones + twos, 300);
    assert(ones >= 240 && twos >= 3, `${ones} and ${twos}`); // of weights 90 and 10: more than five standard deviations off
  });

  test(kind, "an answer that is too long for a datagram comes by TCP", async (server) => {
    const { outcome, asked } = await lookUp("wide.test", server.address());
    assert(outcome.kind === "found");
    assert.equal(outcome.targets.length, 16);
    assert.deepEqual(asked[0]?.transport, "tcp");
    assert.deepEqual(asked[0]?.result, { kind: "rcode", rcode: 0, answers: WIDE_TARGETS });
  });

  test(
    kind,
    "a lookup tells what is missing: the name, the records, the service, an address, an end",
    async (server) => {
      const kinds: Record<string, string> = {};
      for (
        const domain of [
          "nix.closed.test",
          "empty.closed.test",
          "none.closed.test",
          "lost.closed.test",
          "circle.closed.test",
        ]
      ) {
        const { outcome } = await lookUp(domain, server.address());
        kinds[domain] = outcome.kind;
        if (outcome.kind === "found") {
          assert.deepEqual(outcome.targets[0]?.missing, "no address is known in DNS");
        }
        if (outcome.kind === "failed") {
          assert.match(outcome.failure.message, /circle/);
        }
      }
      assert.deepEqual(kinds, {
        "nix.closed.test": "noName",
        "empty.closed.test": "noRecords",
        "none.closed.test": "notOffered",
        "lost.closed.test": "found",
        "circle.closed.test": "failed",
      });
    },
  );

  test(kind, "a lookup follows aliases within the zone", async (server) => {
    const { outcome } = await lookUp("branch.closed.test", server.address());
    assert(outcome.kind === "found");
    assert.equal(outcome.targets.length, 3);
  });
}
