import assert from "node:assert/strict";
import type { StepName } from "../../../src/policy/diagnosis.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { forEach } from "../../../src/client/for_each.ts";
import {
  ADDRESS,
  type ClientWish,
  contentsOf,
  faultIn,
  Office,
  PORT,
  RECORDS,
  SUBNET,
  why,
} from "../../support/lan/office.ts";
import { NAME_SERVER } from "../../support/lan/site_lan.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const domain = (value: string) => ({ name: "domain", value }) as const;
const host = (value: string) => ({ name: "host", value }) as const;

/** A fault of a client: what its folder is prepared with, what why is run with, and the step and code that it must name. */
interface ClientFault extends ClientWish {
  readonly what: string;
  readonly options?: readonly string[];
  readonly under?: readonly string[];
  readonly broken: readonly [step: StepName, code: number];
}

const NO_HOST = HResult.noHostAnswered;
const CLIENT_FAULTS: readonly ClientFault[] = [
  { what: "no licence file", licence: null, product: null, broken: ["licence", 0xC004F011] },
  { what: "no key", product: null, broken: ["key", HResult.keyNotInstalled] },
  { what: "no domain", broken: ["domain", NO_HOST] },
  {
    what: "a name server that is not there",
    settings: [domain("corp.test")],
    options: ["--dns-server", `${NAME_SERVER}:5353`],
    broken: ["dns", 0x800705B4],
  },
  { what: "no such name", settings: [domain("none.corp.test")], broken: ["dns", 0x8007232B] },
  { what: "a name without a record", settings: [domain("empty.corp.test")], broken: ["dns", 0x8007251D] },
  {
    what: "a domain that offers nothing",
    settings: [domain("refused.corp.test")],
    broken: ["dns", 0x8007251D],
  },
  {
    what: "a zone that the server does not have",
    settings: [domain("elsewhere.test")],
    broken: ["dns", 0x8007232D],
  },
  {
    what: "a record to a name without address",
    settings: [domain("lost.corp.test")],
    broken: ["address", 0x80072AF9],
  },
  {
    what: "a host that is set by a name that nobody knows",
    settings: [host("nowhere.corp.test")],
    broken: ["address", 0x80072AF9],
  },
  {
    what: "a record of a host that is gone",
    settings: [domain("gone.corp.test")],
    broken: ["connection", NO_HOST],
  },
  {
    what: "a host that never answers",
    settings: [domain("silent.corp.test")],
    broken: ["connection", NO_HOST],
  },
  {
    what: "something else at the port",
    settings: [domain("other.corp.test")],
    broken: ["answer", NO_HOST],
  },
  {
    what: "a host that is not activated",
    settings: [domain("bare.corp.test")],
    broken: ["answer", HResult.hostNotActivated],
  },
  {
    what: "a host of another publisher",
    settings: [domain("stranger.corp.test")],
    broken: ["authority", NO_HOST],
  },
  {
    what: "a host whose key does not cover the product",
    settings: [domain("narrow.corp.test")],
    broken: ["hostCertificate", HResult.productNotServed],
  },
  {
    what: "a clock that is 5 hours ahead",
    settings: [host("kms-1.corp.test")],
    under: ["faketime", "-f", "+5h"],
    broken: ["clock", HResult.clockOff],
  },
  {
    what: "a clock that is two days behind, by which no certificate is valid yet",
    settings: [host("kms-1.corp.test")],
    under: ["faketime", "-f", "-50h"],
    broken: ["clock", HResult.clockOff],
  },
  {
    what: "too few computers",
    product: "Team",
    settings: [host("kms-1.corp.test")],
    broken: ["count", HResult.belowThreshold],
  },
  { what: "no activation yet", settings: [host("kms-1.corp.test")], broken: ["lease", 0xC004F003] },
];

Deno.test("why on a client names the step and the code of each fault, and is neither counted nor leaves a trace", async (t) => {
  await using office = await Office.open(RECORDS);
  await using elsewhere = await TestSite.make();
  const { lan, site } = office;
  const [one, pc] = [await lan.computer("kms-1", ADDRESS.one), await lan.computer("pc", ADDRESS.pc)];
  const nobody = `${SUBNET}.${ADDRESS.nobody}`;
  await pc.inside.run("ip", "neighbour", "add", nobody, "lladdr", "02:00:00:00:00:77", "dev", "lan0");
  const sound = await office.hostFolder();
  await using _sound = await one.serve(sound);
  const narrowKey = await site.authority.issueKey("host", ["Team"]);
  const others = [
    [await office.hostFolder({ key: null }), PORT.bare],
    [await office.hostFolder({ site: elsewhere }), PORT.stranger],
    [await office.hostFolder({ key: narrowKey }), PORT.narrow],
  ] as const;
  await using more = one.inside.startChild("hosts_child.ts", ...others.flat().map(String));
  await more.prints(/ready/);
  const journal = await Deno.readFile(`${sound}/journal-00000001.jsonl`);

  const revoked = {
    what: "a host that was activated before the publisher ended all activations of that time",
    licence: await office.licenceWith({ minimumEpoch: 2 }),
    settings: [host("kms-1.corp.test")],
    broken: ["hostCertificate", NO_HOST],
  } as const satisfies ClientFault;
  const ran = await forEach([...CLIENT_FAULTS, revoked], 4, async (fault: ClientFault) => {
    const folder = await office.clientFolder(fault);
    const before = await contentsOf(folder);
    return { fault, ...await why(pc, folder, fault), before, after: await contentsOf(folder) };
  });
  for (const { fault: { what, broken }, status, found, before, after } of ran) {
    await t.step(what, () => {
      assert.deepEqual(faultIn(found), [broken[0], broken[1].toString(16)], JSON.stringify(found.steps));
      assert.deepEqual([status, found.broken], [1, broken[0]]);
      assert.deepEqual(after, before);
    });
  }
  assert.deepEqual(await Deno.readFile(`${sound}/journal-00000001.jsonl`), journal);
  const { stdout } = await one.kms(["--state", sound, "dli"]);
  assert.match(stdout, /Current count: 0/);
});
