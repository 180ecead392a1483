import assert from "node:assert/strict";
import type { AnnouncementState } from "../../../src/dns/multicast/announce.ts";
import type { BrowsedServices } from "../../../src/dns/multicast/browse.ts";
import { Lan, type LanComputer, type LanProgram } from "../../support/lan/lan.ts";
import { needMulticastWitness, PYTHON, WITNESS } from "../../support/lan/multicast_witness.ts";

/** The addresses of the two computers. */
const [A, B] = ["10.9.0.1", "10.9.0.2"];

interface Seen {
  readonly event?: "up" | "changed" | "down";
  readonly name: string;
  readonly port: number;
}

function announcing(program: LanProgram, instance: string): Promise<AnnouncementState> {
  return program.says((state) => state.kind === "announced" && state.instance === instance);
}

async function browse(computer: LanComputer): Promise<BrowsedServices> {
  await using program = computer.startChild("browsing_child.ts");
  return await program.says(() => true);
}

function instancesOf({ outcome }: BrowsedServices): string[] {
  return outcome.kind === "found" ? outcome.targets.map(({ instance }) => instance).sort() : [];
}

Deno.test("multicast DNS on a network of its own", async (t) => {
  await needMulticastWitness();
  await using lan = await Lan.open();
  const { a, b } = lan;

  await t.step("what is announced here is seen by the witness, and seen to go", async () => {
    await using witness = b.start(PYTHON, WITNESS, "browse", B);
    await using host = a.startChild("announcing_child.ts", "Contoso KMS", "server", "1688");
    assert.deepEqual(await witness.says<Seen>(({ event }) => event === "up"), {
      event: "up",
      name: "Contoso KMS._volact._tcp.local.",
      target: "server.local.",
      port: 1688,
      priority: 5,
      weight: 7,
      addresses: ["10.9.0.1"],
      text: { txtvers: "1", publisher: "Contoso" },
    });
    assert.equal(await host.end(), 0);
    const { name } = await witness.says<Seen>(({ event }) => event === "down");
    assert.equal(name, "Contoso KMS._volact._tcp.local.");
  });

  await t.step("a witness that comes later gets an answer", async () => {
    await using host = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso");
    await using witness = b.start(PYTHON, WITNESS, "browse", B);
    assert.equal((await witness.says<Seen>(({ event }) => event === "up")).port, 1688);
  });

  await t.step("what the witness announces is found here", async () => {
    await using witness = a.start(PYTHON, WITNESS, "publish", A, "Fabrikam", "1690");
    await witness.says<{ published: string }>(({ published }) => published === "Fabrikam");
    const { outcome } = await browse(b);
    assert.deepEqual(outcome, {
      kind: "found",
      targets: [{
        instance: "Fabrikam",
        ttl: 120,
        text: { publisher: "Fabrikam" },
        priority: 3,
        weight: 4,
        port: 1690,
        target: "witness.local.",
        addresses: ["10.9.0.1"],
      }],
    });
  });

  await t.step("a name that the witness has is left to it", async () => {
    await using witness = b.start(PYTHON, WITNESS, "publish", B, "Contoso", "1690");
    await witness.says<{ published: string }>(({ published }) => published === "Contoso");
    await using host = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso (2)");
    assert.deepEqual(instancesOf(await browse(a)), ["Contoso", "Contoso (2)"]);
  });

  await t.step(
    "of two hosts with one name that start at once, on one computer and on two, each gets its own",
    async () => {
      await using one = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
      await using two = b.startChild("announcing_child.ts", "Contoso", "other", "1689");
      await using three = b.startChild("announcing_child.ts", "Contoso", "other", "1690");
      await Promise.all(
        [one, two, three].map((host) => host.says<AnnouncementState>(({ kind }) => kind === "announced")),
      );
      for (const computer of [a, b]) {
        assert.deepEqual(instancesOf(await browse(computer)), ["Contoso", "Contoso (2)", "Contoso (3)"]);
      }
    },
  );

  await t.step("packets that are none end nothing: host and client go on", async () => {
    await using host = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso");
    await using client = a.startChild("browsing_child.ts");
    const garbage = b.run(PYTHON, WITNESS, "garbage", B);
    assert.deepEqual(instancesOf(await client.says(() => true)), ["Contoso"]);
    await garbage;
    assert.deepEqual(instancesOf(await browse(b)), ["Contoso"]);
    assert.equal(await host.end(), 0);
  });

  await t.step("a host announces again when its interface went and came", async () => {
    await using host = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso");
    await lan.disconnect();
    await host.says<AnnouncementState>(({ kind }) => kind === "waiting");
    assert.equal((await browse(b)).outcome.kind, "failed");
    await lan.connect();
    await b.run("ip", "-6", "address", "flush", "dev", "lan0"); // to IPv6 the new interface is another, to IPv4 it is the old one
    await announcing(host, "Contoso");
    await browse(b); // while this runs, the host may announce unasked
    assert.deepEqual(instancesOf(await browse(b)), ["Contoso"]);
    assert.equal(await host.end(), 0);
  });

  await t.step("on each interface the host tells the address that it has there", async () => {
    const c = await lan.another();
    await using host = a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso");
    const found = await Promise.all([b, c].map(browse));
    const addresses = found.map(({ outcome }) => outcome.kind === "found" && outcome.targets[0]!.addresses);
    assert.deepEqual(addresses, [["10.9.0.1"], ["10.9.1.1"]]);
  });

  await t.step("who has an interface with IPv6 alone is found there", async () => {
    await using v6 = await Lan.open();
    for (const [computer, address] of [[v6.a, "fd00::1/64"], [v6.b, "fd00::2/64"]] as const) {
      await computer.run("ip", "-4", "address", "flush", "dev", "lan0");
      await computer.run("ip", "address", "add", address, "dev", "lan0", "nodad");
    }
    await using host = v6.a.startChild("announcing_child.ts", "Contoso", "server", "1688");
    await announcing(host, "Contoso");
    const { outcome } = await browse(v6.b);
    assert.deepEqual(outcome.kind === "found" && outcome.targets.map(({ addresses }) => addresses), [[
      "fd00::1",
    ]]);
  });
});
