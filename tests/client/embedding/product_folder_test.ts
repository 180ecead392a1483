import assert from "node:assert/strict";
import fc from "fast-check";
import { OperationError } from "../../../src/policy/operation_error.ts";
import {
  clientProductKey,
  sampleLicence,
  sampleProduct,
  serverProduct,
} from "../../support/samples/sample_licence.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";
import { decodeRequest } from "../../../src/protocol/request.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { bytesOf, TestProduct } from "../../support/roles/test_product.ts";
import { Publisher } from "../../support/roles/publisher.ts";

const DAY_MS = 86_400_000;

Deno.test("a product that was just installed is in its initial grace, and its folder is a client's", async () => {
  const product = new TestProduct();
  const check = await product.check();
  assert.deepEqual(
    [check.state, check.reason, check.mayRun, check.gracePeriodRemaining, check.nextState, check.error],
    ["outOfBoxGrace", "notActivatedYet", true, 30 * 1440, "notification", null],
  );
  assert.match(check.advice ?? "", /network/);
  assert.deepEqual(product.disk.names, ["client.json", "publisher.lic"]);
});

Deno.test("once activated it is licensed, and tells of host, product and lease what the host told", async () => {
  const product = await TestProduct.activated();
  const check = await product.check();
  const now = product.time.now();
  assert.deepEqual(
    [check.state, check.licenceStatus, check.licenceStatusReason, check.advice, check.error],
    ["licensed", 1, 0, null, null],
  );
  assert.deepEqual(
    [check.name, check.partialProductKey, check.productKeyId, check.requiredClientCount, check.publisher],
    ["Example Editor", clientProductKey(1).slice(-5), "1", 25, "Example Software"],
  );
  assert.deepEqual(
    [
      check.keyManagementServiceMachine,
      check.keyManagementServicePort,
      check.keyManagementServiceCurrentCount,
    ],
    ["kms.example", 1688, 27],
  );
  assert.deepEqual(
    [check.vlActivationInterval, check.vlRenewalInterval, check.activationIssued, check.activationEnds],
    [120, 10_080, now, now + 180 * DAY_MS],
  );
  assert.equal(check.renewalDue, now + 7 * DAY_MS);
  assert.equal(check.activationId?.replaceAll("-", ""), sampleProduct().id);
});

Deno.test("what no host has told yet is null", async () => {
  const check = await new TestProduct().check();
  assert.deepEqual(
    [check.vlActivationInterval, check.vlRenewalInterval, check.keyManagementServiceCurrentCount],
    [null, null, null],
  );
  assert.deepEqual([check.activationEnds, check.renewalDue, check.keyManagementServiceMachine], [
    null,
    null,
    null,
  ]);
});

Deno.test("states follow the clock: the lease ends, its grace after it, and then it is notification", async () => {
  const product = await TestProduct.activated();
  const states = [];
  for (const days of [179, 1, 29, 1]) {
    await product.time.advance(days * DAY_MS);
    states.push((await product.check()).state);
  }
  assert.deepEqual(states, ["licensed", "outOfToleranceGrace", "outOfToleranceGrace", "notification"]);
});

for (const afterGrace of ["notification", "unlicensed"] as const) {
  Deno.test(`a product may run until its grace period ends in ${afterGrace}`, async () => {
    const product = new TestProduct();
    const licenceFile = bytesOf(sampleLicence({ afterGrace, graceDays: 1 }));
    const first = await product.check({ licenceFile });
    assert.deepEqual([first.mayRun, first.nextState], [true, afterGrace]);
    await product.time.advance(DAY_MS);
    const { state, mayRun, stateEnds } = await product.check({ licenceFile });
    assert.deepEqual([state, mayRun, stateEnds], [afterGrace, false, null]);
  });
}

Deno.test("a state ends at one time, whenever it is looked at", async () => {
  const product = new TestProduct();
  const grace = (await product.check()).stateEnds;
  await product.time.advance(12_345);
  assert.equal((await product.check()).stateEnds, grace);
  await product.setHost();
  await product.folder().activate();
  await product.time.advance(12_345);
  const { stateEnds, activationEnds } = await product.check();
  assert.deepEqual([typeof stateEnds, stateEnds], ["number", activationEnds]);
});

Deno.test("a check reads without holding the folder, and writes at most once an hour", async () => {
  const product = await TestProduct.activated();
  await product.check();
  product.held = 0;
  const before = product.disk.contents();
  for (let i = 0; i < 10; i++) await product.check();
  assert.equal(product.held, 0);
  await product.time.advance(3_600_000);
  await product.check();
  await product.check();
  assert.equal(product.held, 1);
  assert.notDeepEqual(product.disk.contents(), before);
});

Deno.test("a folder that another process holds delays no check: what is to be remembered waits", async () => {
  const product = await TestProduct.activated();
  product.isBusy = true;
  await product.time.advance(3_600_000);
  const before = product.disk.contents();
  const { state, error } = await product.check();
  assert.deepEqual([state, error], ["licensed", null]);
  assert.deepEqual(product.disk.contents(), before);
  product.isBusy = false;
  await product.check();
  assert.notDeepEqual(product.disk.contents(), before);
});

Deno.test("a disk that takes nothing in any more leaves a licence as it is, and is told", async () => {
  const product = await TestProduct.activated();
  product.refusal = new OperationError("Cannot use the folder /state: read-only file system");
  await product.time.advance(3_600_000);
  const { state, mayRun, error } = await product.check({ whenUnknown: "refuse" });
  assert.deepEqual([state, mayRun], ["licensed", true]);
  assert.match(error?.message ?? "", /read-only/);
});

for (const whenUnknown of ["allow", "refuse"] as const) {
  Deno.test(`where nothing can be kept from the beginning it is the publisher's choice: ${whenUnknown}`, async () => {
    const product = new TestProduct();
    product.refusal = new OperationError("Cannot use the folder /state: permission denied");
    const { state, reason, mayRun, error } = await product.check({ whenUnknown });
    assert.deepEqual([state, reason, mayRun], ["unlicensed", "notChecked", whenUnknown === "allow"]);
    assert.match(error?.message ?? "", /permission denied/);
  });
}

Deno.test("a licence file that the product names and does not have is told", async () => {
  const { reason, mayRun, error } = await new TestProduct().check({
    licenceFile: "/opt/product/publisher.lic",
  });
  assert.deepEqual([reason, mayRun], ["notChecked", true]);
  assert.match(
    error?.message ?? "",
    /^Cannot read the product.s licence file \/opt\/product\/publisher\.lic: No such file/,
  );
});

Deno.test("options that are none are told: a product ID, a licence file, a key, a host's key", async () => {
  const product = new TestProduct();
  const hostKey = await (await Publisher.create(product.time)).authority.issueKey("host", []);
  const faults = await Promise.all([
    product.check({ productId: "writer" }),
    product.check({ licenceFile: bytesOf("{}") }),
    product.check({ clientKey: "BCDFG" }),
    product.check({ clientKey: hostKey }),
  ]);
  for (const { reason, error } of faults) {
    assert.equal(reason, "notChecked");
    assert.notEqual(error?.remedy ?? null, null, error?.message);
  }
  assert.deepEqual(product.disk.names, []);
});

Deno.test("a list of products that is empty means none, not any", async () => {
  const { reason, error } = await (await TestProduct.activated()).check({ productId: [] });
  assert.equal(reason, "notChecked");
  assert.match(error?.message ?? "", /productId.*got no ID/);
});

Deno.test("of a list of products the first that the licence file has is installed", async () => {
  const productId = ["0".repeat(32), sampleProduct().id, serverProduct.id];
  const { state, name } = await new TestProduct().check({ productId });
  assert.deepEqual([state, name], ["outOfBoxGrace", "Example Editor"]);
});

Deno.test("a product that says it is short-lived asks for short leases, until it says that it is not", async () => {
  const product = new TestProduct();
  await product.setHost();
  const asked = [];
  for (const ephemeral of [true, undefined, false]) {
    assert.equal((await product.folder({ ephemeral }).activate()).error, null);
    asked.push(decodeRequest(product.client.network.sent.at(-1)!).ephemeral);
  }
  assert.deepEqual(asked, [true, true, false]);
});

Deno.test("without a licence file or key, in the folder or shipped, nothing is installed", async () => {
  const { state, reason, mayRun } = await new TestProduct().check({
    licenceFile: undefined,
    productId: undefined,
  });
  assert.deepEqual([state, reason, mayRun], ["unlicensed", "notInstalled", false]);
});

Deno.test("a licence for another product of the publisher's is none, unless it is in the list", async () => {
  const product = await TestProduct.activated();
  const { state, reason, mayRun } = await product.check({ productId: serverProduct.id });
  assert.deepEqual([state, reason, mayRun], ["unlicensed", "otherProduct", false]);
  const both = await product.check({ productId: [serverProduct.id, sampleProduct().id.toUpperCase()] });
  assert.equal(both.state, "licensed");
});

Deno.test("a publisher that somebody made up is not believed: the shipped roots are the only ones", async () => {
  const product = new TestProduct();
  const forger = await Publisher.create(product.time, 99);
  const id = forger.products[0]!.id;
  const own = { licenceFile: bytesOf(await forger.licenceWith({ serial: 99 })), productId: id };
  assert.equal((await product.check(own)).publisher, "Publisher 99");
  const check = await product.check();
  assert.deepEqual([check.publisher, check.name], ["Example Software", "Example Editor"]);
  assert.equal(new TextDecoder().decode(product.disk.peek("publisher.lic")), sampleLicence());
});

Deno.test("a newer licence file in the folder stays; an older or damaged one is replaced", async () => {
  const product = await TestProduct.activated();
  for (const [serial, stays] of [[4, true], [2, false]] as const) {
    const text = sampleLicence({ serial });
    product.disk.put("publisher.lic", bytesOf(text));
    assert.equal((await product.check()).state, "licensed");
    const kept = new TextDecoder().decode(product.disk.peek("publisher.lic"));
    assert.equal(kept === text, stays, `serial ${serial}`);
  }
  product.disk.put("publisher.lic", bytesOf("{"));
  assert.equal((await product.check()).state, "licensed");
});

Deno.test("another computer's folder is not this one's", async () => {
  const product = await TestProduct.activated();
  product.client.machine = fakeMachine("pc-2");
  const { state, reason } = await product.check();
  assert.deepEqual([state, reason], ["outOfToleranceGrace", "hardwareChanged"]);
});

Deno.test("activate() says why no host activated, with the state as it is", async () => {
  const product = new TestProduct();
  const { state, error } = await product.folder().activate();
  assert.equal(state, "outOfBoxGrace");
  assert.deepEqual([error?.code, /No KMS host/.test(error?.message ?? "")], [0xC004F074, true]);
});

Deno.test("what is missing for an activation is told in the words of the options", async () => {
  const product = new TestProduct();
  for (
    const [missing, message, remedy] of [
      [{ licenceFile: undefined, productId: undefined }, /no licence file/, /option licenceFile/],
      [{ productId: undefined }, /no product key is installed/, /option productId/],
      [{ productId: "0".repeat(32) }, /no product key is installed/, /option productId/],
    ] as const
  ) {
    const { error } = await product.folder(missing).activate();
    assert.match(error?.message ?? "", message);
    assert.match(error?.remedy ?? "", remedy);
  }
});

Deno.test("activate() asks no host for what could not be kept", async () => {
  const product = new TestProduct();
  await product.setHost();
  product.refusal = new OperationError("Cannot use the folder /state: read-only file system");
  const { state, error } = await product.folder().activate();
  assert.equal(state, "outOfBoxGrace");
  assert.match(error?.message ?? "", /read-only/);
  assert.deepEqual(product.client.network.sent, []);
});

Deno.test("what a host is asked is kept where kms events looks for it", async () => {
  const product = await TestProduct.activated();
  const lines = new TextDecoder().decode(product.disk.peek("client-events.jsonl")).trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).id), [12288, 12289]);
});

Deno.test("whatever bytes the folder's files have, a check says how the licence stands, and takes nothing for a lease that is none", async () => {
  const sound = (await TestProduct.activated()).disk;
  const name = fc.constantFrom("client.json", "lease.json", "publisher.lic");
  const damage = fc.oneof(
    fc.uint8Array({ maxLength: 64 }).map((bytes) => () => bytes),
    fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([at, change]) => (bytes: Uint8Array) =>
      bytes.map((byte, i) => i === at % bytes.length ? byte ^ change : byte)
    ),
    fc.nat().map((length) => (bytes: Uint8Array) => bytes.slice(0, length % bytes.length)),
  );
  await fc.assert(
    fc.asyncProperty(name, damage, fc.boolean(), async (name, damage, isBusy) => {
      const product = new TestProduct();
      product.disk = new SimulatedDisk();
      for (const file of sound.names) product.disk.put(file, sound.peek(file));
      product.disk.put(name, new Uint8Array(damage(sound.peek(name)!)));
      product.isBusy = isBusy;
      const check = await product.check({ whenUnknown: "refuse" });
      assert.deepEqual(JSON.parse(JSON.stringify(check)), check);
      assert.equal(check.mayRun, !["unlicensed", "notification"].includes(check.state));
      if (name === "lease.json" && check.state === "licensed") {
        assert.equal(check.activationEnds, check.trustedTime + 180 * DAY_MS); // text around the frames
      }
    }),
    { numRuns: 200 },
  );
});
