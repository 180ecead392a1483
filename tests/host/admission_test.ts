import assert from "node:assert/strict";
import { changeSetting } from "../../src/host/installing.ts";
import { answerFrame } from "../../src/host/service.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { decodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { encodeCertificateRequest } from "../../src/protocol/certificate_exchange.ts";
import { frameType, Type } from "../../src/protocol/frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { MINUTE } from "../support/counting.ts";
import { frameOf } from "../support/roles/asking.ts";
import { activatedHost, type TestHost } from "../support/roles/test_host.ts";

const PUBLIC = "203.0.113.9";

async function setUp() {
  const made = await activatedHost({ isOwnNetwork: (address) => address.startsWith("198.51.100.") });
  const events: HostEvent[] = [];
  made.host.subscribe((event) => events.push(event));
  const told = () => events.filter(({ id }) => id === EventId.publicAddressRefused);
  return { made, told };
}

async function answeredTo(made: TestHost, address: string, frame = frameOf(made, "client")) {
  const answer = await answerFrame(made.host, frame, address);
  const code = frameType(answer.frame) === Type.error ? decodeErrorFrame(answer.frame) : 0;
  return { code, close: answer.close };
}

Deno.test("a computer of a public network is refused, whatever it asks, and nothing of it is recorded", async () => {
  const { made, told } = await setUp();
  const refused = { code: HResult.networkRefused, close: true };
  assert.deepEqual(await answeredTo(made, PUBLIC), refused);
  assert.deepEqual(await answeredTo(made, PUBLIC, encodeCertificateRequest(0)), refused);
  assert.deepEqual(await answeredTo(made, PUBLIC, new Uint8Array(3)), refused);
  assert.equal(made.host.totals(made.time.now()).known, 0);
  assert.deepEqual(told(), [{ id: EventId.publicAddressRefused, time: made.time.now(), address: PUBLIC }]);
  await made.host.stop();
});

Deno.test("that somebody was refused is told once an hour", async () => {
  const { made, told } = await setUp();
  for (const minutes of [0, 30, 29, 2]) {
    await made.time.advance(minutes * MINUTE);
    await answeredTo(made, PUBLIC);
  }
  assert.equal(told().length, 2);
  await made.host.stop();
});

Deno.test("computers of private networks and of the host's own are served, and all where that is set", async () => {
  const { made, told } = await setUp();
  for (const address of ["10.1.2.3", "fd00::7", "198.51.100.20", "::ffff:192.168.1.1"]) {
    assert.equal((await answeredTo(made, address)).code, 0, address);
  }
  await changeSetting(made.host, { name: "publicClients", value: true }, () => Promise.resolve(null));
  assert.equal((await answeredTo(made, PUBLIC)).code, 0);
  assert.equal(told().length, 0);
  await made.host.stop();
});

Deno.test("a refusal that cannot be recorded is still a refusal", async () => {
  const { made } = await setUp();
  made.disk.trouble = { at: 1, forever: true, which: (operation) => operation === "write" };
  assert.equal((await answeredTo(made, PUBLIC)).code, HResult.networkRefused);
  made.disk.trouble = undefined;
  await made.host.stop().catch(() => {});
});
