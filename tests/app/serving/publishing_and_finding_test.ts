import assert from "node:assert/strict";
import { until } from "../../support/until.ts";
import { ADDRESS, Office, RECORDS, SERVICE, why } from "../../support/lan/office.ts";

Deno.test("two hosts publish themselves; a computer finds both, renews at the other when one is killed, and why says so", async () => {
  await using office = await Office.open(RECORDS);
  const { lan } = office;
  const [one, two] = [await lan.computer("kms-1", ADDRESS.one), await lan.computer("kms-2", ADDRESS.two)];
  const pc = await lan.computer("pc", ADDRESS.pc);
  const published = async (weight: number) => {
    const folder = await office.hostFolder();
    await office.publish(folder, { weight });
    return folder;
  };
  const [first, second] = [await published(30), await published(10)];
  await using hostOne = await one.serve(first);
  await using hostTwo = await two.serve(second);
  const records = () => lan.records(`${SERVICE}.corp.test`, "SRV");
  await until(async () => (await records()).length === 2);
  assert.deepEqual(await records(), ["0 10 1688 kms-2.corp.test.", "0 30 1688 kms-1.corp.test."]);

  const client = await office.clientFolder({ settings: [{ name: "domain", value: "corp.test" }] });
  const before = await why(pc, client);
  assert.deepEqual([before.status, before.found.broken], [1, "lease"]);
  const dns = before.found.steps.find(({ step }) => step === "dns")!;
  assert.equal(dns.standing, "ok");
  assert.match(dns.seen, /^10\.9\.0\.53:53: 2 records: /);
  assert.match(dns.seen, /kms-1\.corp\.test:1688 \(priority 0, weight 30\)/);
  assert.match(dns.seen, /kms-2\.corp\.test:1688 \(priority 0, weight 10\)/);

  const activated = await pc.kms(["--state", client, "ato"]);
  assert.equal(activated.status, 0, activated.stderr);
  const [dying, other] = activated.stdout.includes("kms-1") ? [hostOne, hostTwo] : [hostTwo, hostOne];
  const after = await why(pc, client);
  assert.deepEqual([after.status, after.found.broken], [0, null], JSON.stringify(after.found.steps));

  await dying[Symbol.asyncDispose](); // SIGKILL: its record stays
  const passedOver = await why(pc, client);
  assert.deepEqual([passedOver.status, passedOver.found.broken], [0, null]);
  assert(
    passedOver.found.steps.some(({ step, standing }) => step === "connection" && standing === "warning"),
  );
  const renewed = await pc.kms(["--state", client, "ato"]);
  assert.equal(renewed.status, 0, renewed.stderr);
  assert.match(renewed.stdout, other === hostTwo ? /kms-2/ : /kms-1/);

  assert.equal(await other.end(), 0);
  assert.equal((await records()).length, 1);
  const gone = await why(pc, client);
  assert.deepEqual([gone.status, gone.found.broken], [1, "connection"]);
});
