import assert from "node:assert/strict";
import type { StepName } from "../../../src/policy/diagnosis.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { forEach } from "../../../src/client/for_each.ts";
import { until } from "../../support/until.ts";
import {
  ADDRESS,
  contentsOf,
  faultIn,
  Office,
  RECORDS,
  SERVICE,
  SUBNET,
  why,
} from "../../support/lan/office.ts";
import { NAME_SERVER, type SiteComputer } from "../../support/lan/site_lan.ts";

/** A fault of a host: how its folder comes to be, where and how why is run, and the step and code that it must name. */
interface HostFault {
  readonly what: string;
  readonly folder: (office: Office, computer: SiteComputer) => Promise<string>;
  /** At which port it runs; it does not where there is none. */
  readonly port?: number;
  /** On the computer that has another machine ID. */
  readonly elsewhere?: boolean;
  readonly under?: readonly string[];
  readonly broken: readonly [step: StepName, code: number];
}

const activated = (office: Office) => office.hostFolder();
const OTHER_PORT = 1705;

const HOST_FAULTS: readonly HostFault[] = [
  {
    what: "no key",
    folder: (office) => office.hostFolder({ key: null }),
    broken: ["key", HResult.keyNotInstalled],
  },
  {
    what: "no activation",
    folder: (office) => office.hostFolder({ activate: false }),
    broken: ["activation", HResult.hostNotActivated],
  },
  {
    what: "other hardware",
    folder: activated,
    elsewhere: true,
    broken: ["hardware", HResult.hardwareChanged],
  },
  { what: "no host runs", folder: activated, broken: ["port", HResult.serverUnavailable] },
  {
    what: "another program has the port",
    folder: (office) => office.hostFolder({ port: OTHER_PORT }),
    broken: ["port", 0x80072740],
  },
  {
    what: "no host runs, and the clock is two days behind, before its activation began",
    folder: activated,
    under: ["faketime", "-f", "-50h"],
    broken: ["clock", HResult.clockOff],
  },
  {
    what: "no host runs, and the clock is 5 hours behind the journal, or was ahead before",
    async folder(office, computer) {
      const folder = await office.hostFolder();
      const { status, stderr } = await computer.kms(
        ["--state", folder, "/sai", "60"],
        ["faketime", "-f", "+5h"], // ahead, not behind later: an activation begins at midnight
      );
      assert.equal(status, 0, stderr);
      return folder;
    },
    broken: ["port", HResult.serverUnavailable],
  },
  {
    what: "a journal that was changed, of a host that runs",
    folder: async (office) => await damaged(await office.hostFolder()),
    port: 1704,
    broken: ["journal", 0x80070570],
  },
  {
    what: "a journal that was changed, of a host that does not run",
    folder: async (office) => await damaged(await office.hostFolder()),
    broken: ["journal", 0x80070570],
  },
  {
    what: "a domain whose server takes no updates",
    folder: async (office) => {
      const folder = await office.hostFolder();
      await office.publish(folder, { domain: "elsewhere.test" });
      return folder;
    },
    port: OTHER_PORT,
    broken: ["dns", 0x8007232D],
  },
];

Deno.test("why on a host names the step and the code of each fault, and leaves no trace", async (t) => {
  await using office = await Office.open(RECORDS);
  const { lan } = office;
  const [one, two] = [await lan.computer("kms-1", ADDRESS.one), await lan.computer("kms-2", ADDRESS.two)];
  await two.put("/etc/machine-id", `${"ab".repeat(16)}\n`);
  const folders = await forEach(HOST_FAULTS, 4, ({ folder }) => folder(office, one));
  const running = HOST_FAULTS.flatMap(({ port }, i) => port === undefined ? [] : [folders[i]!, `${port}`]);
  await using hosts = one.inside.startChild("hosts_child.ts", ...running);
  await hosts.prints(/ready/);
  await until(async () =>
    (await Deno.readTextFile(`${folders.at(-1)}/journal-00000001.jsonl`)).includes("12293")
  );
  const ran = await forEach(HOST_FAULTS, 2, async (fault) => {
    const folder = folders[HOST_FAULTS.indexOf(fault)]!;
    const before = await contentsOf(folder);
    const options = ["--host"];
    const said = await why(fault.elsewhere === true ? two : one, folder, { ...fault, options });
    return { fault, ...said, before, after: await contentsOf(folder) };
  });
  for (const { fault: { what, broken }, status, found, before, after } of ran) {
    await t.step(what, () => {
      assert.deepEqual(faultIn(found), [broken[0], broken[1].toString(16)], JSON.stringify(found.steps));
      assert.deepEqual([status, found.role], [1, "host"]);
      assert.deepEqual(after, before);
    });
  }
});

async function damaged(folder: string): Promise<string> {
  const path = `${folder}/journal-00000001.jsonl`;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace('"time":1', '"time":2'));
  return folder;
}

Deno.test("why on a host looks its record up, and where that leads", async (t) => {
  await using office = await Office.open(RECORDS);
  const { lan } = office;
  const [one, two] = [await lan.computer("kms-1", ADDRESS.one), await lan.computer("kms-2", ADDRESS.two)];
  const [folder, other] = [await office.hostFolder(), await office.hostFolder()];
  await office.publish(folder);
  await using _one = await one.serve(folder);
  await until(async () => (await lan.records(`${SERVICE}.corp.test`, "SRV")).length === 1);
  const dnsOf = async () => {
    const { found } = await why(one, folder, { options: ["--dns-server", NAME_SERVER] });
    assert.equal(found.steps.filter(({ step }) => step === "dns").length, 1);
    return { found, dns: found.steps.find(({ step }) => step === "dns")! };
  };
  const leadTo = (address: number) =>
    lan.update(
      "update delete kms-1.corp.test A",
      `update add kms-1.corp.test 60 A ${SUBNET}.${address}`,
    );

  await t.step("to this host", async () => {
    const { found, dns } = await dnsOf();
    assert.deepEqual([found.broken, dns.standing], [null, "ok"], JSON.stringify(found.steps));
    assert.match(dns.seen, /1 record, of this host kms-1\.corp\.test:1688 at 10\.9\.0\.1/);
  });
  await t.step("to a computer without a host", async () => {
    await leadTo(ADDRESS.two);
    const { found, dns } = await dnsOf();
    assert.deepEqual(faultIn(found), ["dns", HResult.serverUnavailable.toString(16)]);
    assert.match(dns.text!, /10\.9\.0\.2 port 1688: .*refused/);
  });
  await t.step("to another host", async () => {
    await using _two = await two.serve(other);
    const { found, dns } = await dnsOf();
    assert.deepEqual(faultIn(found), ["dns", HResult.serverUnavailable.toString(16)]);
    assert.match(dns.text!, /10\.9\.0\.2 port 1688: another KMS host/);
  });
  await t.step("nowhere: somebody has removed it", async () => {
    await lan.update(`update delete ${SERVICE}.corp.test SRV`);
    assert.deepEqual(faultIn((await dnsOf()).found), ["dns", "8007232b"]);
  });
});
