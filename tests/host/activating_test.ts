import assert from "node:assert/strict";
import { activateOffline, activateOnline, installationId } from "../../src/host/activating.ts";
import type { Host } from "../../src/host/host.ts";
import { installKey, installLicence } from "../../src/host/installing.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import type { ActivationService } from "../../src/ports.ts";
import { ACTIVATE_PATH } from "../../src/protocol/activation_service.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { ask } from "../support/roles/asking.ts";
import { DAY } from "../support/counting.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { Publisher, SERVICE_URL } from "../support/roles/publisher.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { activatedHost, equippedHost, openHost, type TestHost } from "../support/roles/test_host.ts";

async function refusalOf(operation: Promise<unknown>): Promise<OperationError> {
  const error = await operation.then(() => undefined, (cause) => cause);
  assert.ok(error instanceof OperationError, `expected an OperationError, got ${error}`);
  return error;
}

const kindOf = ({ host, time }: TestHost) => host.activation(time.now()).kind;

/** The publisher's service, whose answer to the activation is changed on its way. */
function altered(made: TestHost, change: (body: Record<string, string>) => unknown): ActivationService {
  return {
    post: async (url, path, body) => {
      const answer = await made.publisher.service.post(url, path, body);
      if (path !== ACTIVATE_PATH) return answer;
      return { ...answer, body: change(answer.body as Record<string, string>) };
    },
  };
}

const answering = (status: number, body: unknown): ActivationService => ({
  post: () => Promise.resolve({ status, body }),
});

/** Another host of the same publisher, with a key of its own. */
async function otherHost({ time, publisher }: TestHost): Promise<Host> {
  const host = await openHost(new SimulatedDisk(), time, { machine: fakeMachine("other"), seed: 77 });
  await installLicence(host, publisher.licence);
  await installKey(host, await publisher.authority.issueKey("host", []));
  return host;
}

Deno.test("activateOnline() activates at the licence file's service, or at the address given", async () => {
  for (const url of [undefined, SERVICE_URL]) {
    const made = await equippedHost();
    await activateOnline(made.host, made.publisher.service, url === undefined ? {} : { url });
    assert.equal((await ask(made, "client")).result, 0);
    await made.host.stop();
  }
});

Deno.test("activateOnline() says that a wrong address does not answer, and how else to activate", async () => {
  const made = await equippedHost();
  const wrong = "https://wrong.example";
  const refusal = await refusalOf(activateOnline(made.host, made.publisher.service, { url: wrong }));
  assert.match(
    refusal.message,
    /Cannot reach the activation service at https:\/\/wrong.example: connection refused/,
  );
  assert.match(refusal.remedy ?? "", /telephone/);
  assert.equal(kindOf(made), "notActivated");
  await made.host.stop();
});

Deno.test("activateOnline() gives the publisher's refusal with its code", async () => {
  const blocked = await equippedHost();
  const { serial } = blocked.host.facts!.key!;
  await blocked.publisher.authority.changeKey(serial, { blocked: true });
  const refusals = [await refusalOf(activateOnline(blocked.host, blocked.publisher.service))];
  await blocked.publisher.authority.changeKey(serial, { blocked: false, hostLimit: 0 });
  refusals.push(await refusalOf(activateOnline(blocked.host, blocked.publisher.service)));
  assert.deepEqual(refusals.map(({ code }) => code), [HResult.keyBlocked, HResult.keyLimitReached]);
  assert.equal(kindOf(blocked), "notActivated");
  await blocked.host.stop();
});

Deno.test("activateOnline() is refused a key of another publisher", async () => {
  const made = await equippedHost();
  const other = await Publisher.create(made.time, 9);
  await other.authority.issueKey("host", []);
  await installKey(made.host, await other.authority.issueKey("host", []));
  assert.ok((await refusalOf(activateOnline(made.host, made.publisher.service))).message.length > 0);
  assert.equal(kindOf(made), "notActivated");
  await made.host.stop();
});

Deno.test("activateOnline() says so when what answers is no activation service", async () => {
  const made = await equippedHost();
  const bodies = [undefined, null, "<html>", {}, { challenge: 7 }, { challenge: "A" }, { error: {} }];
  for (const status of [200, 404, 500]) {
    for (const body of bodies) {
      const refusal = await refusalOf(activateOnline(made.host, answering(status, body)));
      assert.match(
        refusal.message,
        status === 200 ? /activation service/ : new RegExp(`HTTP status ${status}`),
      );
      assert.ok(refusal.remedy !== undefined);
    }
  }
  assert.equal(kindOf(made), "notActivated");
  await made.host.stop();
});

Deno.test("activateOnline() takes no certificate that was altered, and is not activated by one", async () => {
  const made = await equippedHost();
  const flipped = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const changes: ((body: Record<string, string>) => unknown)[] = [
    () => undefined,
    () => ({}),
    (body) => ({ ...body, certificate: "" }),
    (body) => ({ ...body, certificate: body.certificate!.slice(4) }),
    (body) => ({ ...body, authorityCertificate: body.certificate }),
    (body) => ({ ...body, certificate: "*" }),
    (body) => ({ ...body, licenceFile: "{}" }),
    ...Array.from({ length: 40 }, (_, i) => (body: Record<string, string>) => ({
      ...body,
      certificate: flipped(body.certificate!, 3 + i * 4),
    })),
    ...Array.from({ length: 40 }, (_, i) => (body: Record<string, string>) => ({
      ...body,
      authorityCertificate: flipped(body.authorityCertificate!, 3 + i * 6),
    })),
  ];
  for (const change of changes) {
    await refusalOf(activateOnline(made.host, altered(made, change)));
    assert.equal(kindOf(made), "notActivated", `${change}`);
  }
  await made.host.stop();
});

Deno.test("activateOnline() takes no certificate of another host, however genuine", async () => {
  const made = await equippedHost();
  const other = await otherHost(made);
  let theirs: unknown;
  await activateOnline(other, altered(made, (body) => theirs = body));
  const refusal = await refusalOf(activateOnline(made.host, altered(made, () => theirs)));
  assert.match(refusal.message, /the certificate is not for this host/);
  assert.equal(kindOf(made), "notActivated");
  await other.stop();
  await made.host.stop();
});

Deno.test("activateOnline() installs a newer licence file that the service delivers, and no older or foreign one", async () => {
  const made = await equippedHost();
  const installed = made.host.licence!;
  const foreign = (await Publisher.create(made.time, 9)).licence;
  await activateOnline(made.host, altered(made, (body) => ({ ...body, licenceFile: foreign })));
  assert.equal(made.host.licence?.text, installed.text);
  const newer = await made.publisher.licenceWith({ serial: 7 });
  await activateOnline(made.host, altered(made, (body) => ({ ...body, licenceFile: newer })));
  assert.equal(made.host.licence?.payload.serial, 7);
  await activateOnline(made.host, made.publisher.service);
  assert.equal(made.host.licence?.payload.serial, 7);
  await made.host.stop();
});

Deno.test("activateOnline() is refused without licence file and without product key", async () => {
  const made = await equippedHost();
  const bare = await openHost(new SimulatedDisk(), made.time);
  assert.match((await refusalOf(activateOnline(bare, made.publisher.service))).message, /no licence file/);
  await installLicence(bare, made.publisher.licence);
  assert.equal((await refusalOf(activateOnline(bare, made.publisher.service))).code, HResult.keyNotInstalled);
  await assert.rejects(installationId(bare), { code: HResult.keyNotInstalled });
  await bare.stop();
  await made.host.stop();
});

Deno.test("activateOffline() activates with the Confirmation ID for the host's Installation ID, spaces or hyphens", async () => {
  for (
    const written of [
      (id: string) => id,
      (id: string) => id.replaceAll("-", "  \n"),
      (id: string) => id.replaceAll("-", ""),
    ]
  ) {
    const made = await equippedHost();
    const confirmation = await made.publisher.authority.confirm(written(await installationId(made.host)));
    await activateOffline(made.host, written(confirmation));
    assert.equal((await ask(made, "client")).result, 0);
    await made.host.stop();
  }
});

Deno.test("activateOffline() names the block of a misread digit, each of the 31", async () => {
  const made = await equippedHost();
  const blocks = (await made.publisher.authority.confirm(await installationId(made.host))).split("-");
  assert.equal(blocks.length, 31);
  for (const [i, block] of blocks.entries()) {
    const digit = (Number(block[i % 7]) + 1 + (i % 9)) % 10;
    const misread = block.slice(0, i % 7) + digit + block.slice((i % 7) + 1);
    const refusal = await refusalOf(activateOffline(made.host, blocks.with(i, misread).join("-")));
    assert.equal(refusal.code, HResult.offlineDataMalformed);
    assert.match(refusal.message, new RegExp(`block ${i + 1} is misread`));
  }
  assert.equal(kindOf(made), "notActivated");
  await made.host.stop();
});

Deno.test("activateOffline() takes no Confirmation ID of another host", async () => {
  const made = await equippedHost();
  const other = await otherHost(made);
  const theirs = await made.publisher.authority.confirm(await installationId(other));
  const refusal = await refusalOf(activateOffline(made.host, theirs));
  assert.equal(refusal.code, HResult.offlineDataMalformed);
  assert.match(refusal.message, /the Confirmation ID is not for this host/);
  assert.equal(kindOf(made), "notActivated");
  await other.stop();
  await made.host.stop();
});

Deno.test("activateOffline() takes no Confirmation ID whose time is over", async () => {
  const made = await equippedHost();
  const confirmation = await made.publisher.authority.confirm(await installationId(made.host));
  made.time.set(made.time.now() + 800 * DAY);
  assert.match((await refusalOf(activateOffline(made.host, confirmation))).message, /it has expired/);
  await made.host.stop();
});

Deno.test("A host that was activated is so after a restart, by which way it does not matter", async () => {
  const made = await activatedHost();
  await made.host.stop();
  const host = await openHost(made.disk, made.time);
  assert.equal(host.activation(made.time.now()).kind, "activated");
  await host.stop();
});
