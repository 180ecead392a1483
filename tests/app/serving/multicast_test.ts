import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { Lan, type LanComputer, type LanProgram } from "../../support/lan/lan.ts";
import { needMulticastWitness, PYTHON, WITNESS } from "../../support/lan/multicast_witness.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const PROGRAM = new URL("../../../main.ts", import.meta.url).pathname;
const PRODUCTS = `[{ "name": "Editor", "kind": "client", "threshold": 1, "countVirtual": true }]`;
const HOST = "10.9.0.1";
const CLIENT = "10.9.0.2";
const GROUPS = ["224.0.0.251", "ff02::fb"];

interface Packet {
  readonly sender: string;
  readonly to: string;
}

interface Seen {
  readonly event?: "up" | "changed" | "down";
  readonly name: string;
  readonly port: number;
}

/** An activated host's state folder and a client's with its key, and a network without a DNS server for them to run in. */
class Bench implements AsyncDisposable {
  private constructor(readonly lan: Lan, readonly site: TestSite) {}

  static async open(): Promise<Bench> {
    const [lan, site] = [await Lan.open(), await TestSite.make(PRODUCTS)];
    await using host = await openConsole(site.folder("host"), true);
    await site.activate(host);
    await using client = await openConsole(site.folder("client"), true);
    await client.call("installLicence", { text: site.licence, acceptNewRoots: false });
    await client.call("installKey", { key: site.editorKey });
    await client.call("changeClientSetting", { name: "domain", value: "example.test" });
    return new Bench(lan, site);
  }

  /** Runs the host until it is ended. */
  async serve(): Promise<LanProgram> {
    const host = this.lan.a.start(...kms(this.site.folder("host"), "serve"));
    await host.prints(/listening/);
    return host;
  }

  /** The state folder is the same for all on this computer, whatever network they are in. */
  onHost(...args: string[]): Promise<string> {
    return this.#kms(this.lan.a, "host", args);
  }

  onClient(...args: string[]): Promise<string> {
    return this.#kms(this.lan.b, "client", args);
  }

  async announced(): Promise<string> {
    for (let tries = 0; tries < 50; tries++) {
      const shown = await this.onHost("dns", "status");
      if (/announced as/.test(shown)) return shown;
    }
    assert.fail("the host is not announced");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lan[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
  }

  #kms(computer: LanComputer, folder: string, args: readonly string[]): Promise<string> {
    return computer.run(...kms(this.site.folder(folder), ...args));
  }
}

function kms(folder: string, ...args: readonly string[]): [string, ...string[]] {
  return [Deno.execPath(), "run", "-A", "--no-check", "--cached-only", PROGRAM, "--state", folder, ...args];
}

Deno.test("a host and a client on a network of their own, without a DNS server", async (t) => {
  await needMulticastWitness();
  await using bench = await Bench.open();
  const { lan } = bench;
  await using wire = lan.b.start(PYTHON, WITNESS, "sniff", "lan0");
  await wire.says<{ sniffing: boolean }>(({ sniffing }) => sniffing);
  await using host = await bench.serve();

  await t.step("neither sends a packet while neither is told to", async () => {
    assert.match(await bench.onHost("dns", "status"), /^Multicast: off$/m);
    await assert.rejects(bench.onClient("/ato"), /0xC004F074: No KMS host was found/);
    await assert.rejects(bench.onClient("hosts"), /No KMS host would activate Editor/);
    await lan.b.run("bash", "-c", `echo marker > /dev/udp/${HOST}/5353`);
    assert.deepEqual(
      await wire.says<Packet>(() => true),
      { sender: CLIENT, to: HOST },
      "the marker comes first",
    );
  });

  await t.step("a client that is told to is the first to send, and says that nobody answered", async () => {
    assert.match(await bench.onClient("client", "multicast", "on"), /looked for by multicast/);
    await assert.rejects(bench.onClient("/ato"), /; no host has announced itself by multicast/);
    const { sender, to } = await wire.says<Packet>(() => true);
    const own = await lan.b.run("ip", "-oneline", "address", "show", "lan0");
    assert(own.includes(` ${sender}/`) && GROUPS.includes(to), `the first packet is from ${sender} to ${to}`);
  });

  await t.step("a host that is switched on while it runs is found, and activates", async () => {
    await bench.onHost("dns", "multicast", "on");
    assert.match(await bench.announced(), /^Multicast: on; announced as Example KMS, at .+\.local$/m);
    assert.match(
      await bench.onClient("hosts"),
      /announced by multicast.*\n {4}It would activate\.\n {4}Addresses: 10\.9\.0\.1\n/,
    );
    assert.match(await bench.onClient("/ato"), /^Editor activated by .+\.local:1688 \(count 1\)/);
    assert.match(await bench.onHost("/dlv"), /Current count: 1\n/);
  });

  await t.step(
    "others see it go to another port, go when it is switched off, and go when it stops",
    async () => {
      await using witness = lan.b.start(PYTHON, WITNESS, "browse", CLIENT);
      const sees = (event: Seen["event"]) => witness.says<Seen>((seen) => seen.event === event);
      assert.equal((await sees("up")).port, 1688);
      await bench.onHost("/sprt", "1700");
      await sees("down");
      assert.equal((await sees("up")).port, 1700);
      await bench.onHost("dns", "multicast", "off");
      assert.equal((await sees("down")).name, "Example KMS._volact._tcp.local.");
      await bench.onHost("dns", "multicast", "on");
      await sees("up");
      assert.equal(await host.end(), 0);
      await sees("down");
    },
  );

  await t.step("a host that was switched on announces itself when it is started again", async () => {
    await using again = await bench.serve();
    await bench.announced();
    assert.match(await bench.onClient("/ato"), /\.local:1700 /);
    assert.equal(await again.end(), 0);
  });
});
