// The client against a host of its own: what must be accepted is, and what must not is refused at the right step.
import { checkReply, RESULT } from "./check.mjs";
import { decodeAuthorityFrame, encodeAuthorityFrame, encodeError, encodeRequest, FLAG } from "./codec.mjs";
import { keyId } from "./crypto.mjs";
import { activate, makeMachine, makeRequest } from "./exchange.mjs";
import { makeAuthority, makeKey, makeLicence, makeReply, makeWorld, serve } from "./fake_host.mjs";
import { readLicence } from "./licence.mjs";

const SMALL = Buffer.from("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "hex");
/** With the neutral point as its key this signature verifies over anything: only the list of small orders refuses it. */
const NEUTRAL = Buffer.from("01" + "00".repeat(31), "hex");
const FORGED = Buffer.concat([NEUTRAL, Buffer.alloc(32)]);
const OVER = 4 * 3600 + 60;
const flip = (bytes, at) => (bytes[at] ^= 1, bytes);

/** Name, the step that must refuse ("accepted" for none) and what the host changes. */
function listCases({ now, minute, roots }) {
  const refusal = (result, more) => ({ reply: { result, validity: 0, ...more } });
  return [
    ["a correct exchange", "accepted", {}],
    ["one root used twice", 2, { authority: { by: [1, 1] } }],
    ["an expired authority certificate", 2, { authority: { notAfter: minute - 1 } }],
    ["an authority certificate from the future", 2, { authority: { notBefore: minute + 1 } }],
    ["an authority key of small order", 2, {
      authority: { key: SMALL },
      reply: { authorityKeyId: keyId(SMALL) },
    }],
    ["another authority than the one named", 2, { reply: { authorityKeyId: 1 } }],
    ["a reserved byte in the authority certificate", 1, { authority: { reserved: 1 } }],
    ["an expired host certificate", 3, { reply: { notAfter: minute - 1 } }],
    ["a group outside the mask", 3, { reply: { groups: 0x108 } }],
    ["groups that miss the product", 3, { reply: { groups: 1 } }],
    ["not served, by a host of other groups", "accepted", refusal(RESULT.notServed, { groups: 1 })],
    ["an epoch below the minimum", 3, { reply: { epoch: 3 } }],
    ["the longest host life", "accepted", {
      reply: { notBefore: minute - 100000, notAfter: minute + 500000 },
    }],
    ["too long a host life", 3, { reply: { notBefore: minute - 100001, notAfter: minute + 500000 } }],
    ["a host key of small order", 3, { reply: { hostKey: SMALL } }],
    ["a reply signed by another key", 4, { reply: { signer: makeKey() } }],
    ["a reply for another request", 4, { otherRequest: true }],
    ["a clock 4 h 00 behind", "accepted", { skew: -4 * 3600 }],
    ["a clock 4 h 01 behind", 5, { skew: -OVER }],
    ["a clock 4 h 00 ahead", "accepted", { skew: 4 * 3600 }],
    ["a clock 4 h 01 ahead", 5, { skew: OVER }],
    ["a clock 4 h 01 ahead that is told so", "accepted", { skew: OVER, ...refusal(RESULT.clock) }],
    ["a right clock that is told to be wrong", 5, refusal(RESULT.clock)],
    ["issued before the host certificate", 5, { reply: { issued: now - 3600, notBefore: minute - 1 } }],
    ["too few machines", "accepted", refusal(RESULT.belowThreshold, { count: 24 })],
    ["activated below the threshold", 6, { reply: { count: 24 } }],
    ["a refusal with a validity", 6, refusal(RESULT.belowThreshold, { count: 24, validity: 1 })],
    ["a result that the page does not list", 6, refusal(1)],
    ["a probe with a validity", 6, { flags: FLAG.probe }],
    ["a probe", "accepted", { flags: FLAG.probe, reply: { validity: 0 } }],
    ["an ephemeral lease", "accepted", { flags: FLAG.ephemeral, reply: { validity: 1440 } }],
    ["an ephemeral lease of full length", 6, { flags: FLAG.ephemeral }],
    ["a validity beyond the cap", "accepted", { reply: { validity: 300000 } }],
    ["too few machines, with enough of them", 6, refusal(RESULT.belowThreshold)],
    ["a root of small order", 2, {
      roots: [NEUTRAL, roots[1].raw, roots[2].raw],
      authority: { signature1: FORGED },
    }],
    ["a signature by a root that does not exist", 2, { authority: { root1: 3 } }],
  ];
}

function makeContext(world, { flags = 0, skew = 0 } = {}) {
  return { licence: readLicence(makeLicence(world)), product: world.product, flags, skew, known: new Map() };
}

/** Where an exchange is refused, or "accepted". `spoil` may alter the reply and authority frames at the end. */
function verdict(world, { authority, reply, otherRequest, flags, skew = 0, roots, spoil = () => {} }) {
  const context = makeContext(world, { flags, skew });
  const [request, other] = [0, 1].map((number) => encodeRequest(makeRequest(makeMachine(number), context)));
  const frames = [
    makeReply(world, otherRequest ? other : request, reply),
    encodeAuthorityFrame(makeAuthority(world, authority)),
  ];
  spoil(...frames);
  try {
    const trusted = {
      roots: roots ?? context.licence.roots,
      product: world.product,
      now: world.now,
      ownClock: world.now + skew,
    };
    const lease = checkReply({
      request,
      frame: frames[0],
      authority: decodeAuthorityFrame(frames[1]),
      ...trusted,
    });
    return lease.validity <= 259200 ? "accepted" : "accepted uncapped";
  } catch (error) {
    return error.step ?? error.message;
  }
}

/** A flipped bit in every byte of both frames, refused at the step that the byte's place demands. */
function listFlips() {
  const reply = (
    at,
  ) => (at < 4 || at === 36 || at === 37 ? 1 : at >= 38 && at < 42 ? 2 : at >= 36 && at < 168 ? 3 : 4);
  const authority = (at) => (at < 6 || at === 30 || at === 31 ? 1 : 2);
  const row = (what, at, step, spoil) => [`byte ${at} of the ${what} flipped`, step, { spoil }];
  return [
    ...Array.from({ length: 232 }, (_, at) => row("reply", at, reply(at), (frame) => flip(frame, at))),
    ...Array.from(
      { length: 194 },
      (_, at) => row("authority frame", at, authority(at), (_, frame) => flip(frame, at)),
    ),
  ];
}

function licenceVerdict(text) {
  try {
    return readLicence(text).products.length === 1 ? "accepted" : "empty";
  } catch (error) {
    return error.step ?? error.message;
  }
}

function licenceCases(world) {
  const altered = (name) => {
    const envelope = JSON.parse(makeLicence(world));
    return JSON.stringify({
      ...envelope,
      [name]: flip(Buffer.from(envelope[name], "base64url"), 40).toString("base64url"),
    });
  };
  const neutral = makeLicence({ ...world, authority: { ...world.authority, raw: NEUTRAL } });
  const forged = JSON.stringify({ ...JSON.parse(neutral), signature: FORGED.toString("base64url") });
  const wrongKey = {
    ...world.product,
    clientKey: world.product.clientKey.replace(/.$/, (last) => (last === "B" ? "C" : "B")),
  };
  return [
    ["a good licence file", "accepted", makeLicence(world)],
    ["a licence by one root", 2, makeLicence(world, { by: [0, 0] })],
    ["a licence with a wrong client key", "licence", makeLicence(world, { products: [wrongKey] })],
    [
      "a licence with a root of small order",
      "licence",
      makeLicence(world, {
        roots: [world.roots[0].raw, NEUTRAL, world.roots[2].raw].map((root) => root.toString("base64url")),
      }),
    ],
    ["a licence by an authority of small order", "licence", forged],
    ["a licence with padding", "licence", makeLicence(world).replace('"}', '=="}')],
    ["a licence with a fourth member", "licence", makeLicence(world).replace("{", '{"more":"",')],
    ["a licence with an altered signature", "licence", altered("signature")],
    ["a licence with an altered certificate", 2, altered("certificate")],
    ["a licence with an altered payload", "licence", altered("payload")],
  ];
}

/** Over a real socket: `answer(request)` is what the host sends. `known`: the client has the authority's certificate. */
async function wireVerdict(world, answer, known) {
  const server = await serve(world, answer);
  const context = makeContext(world);
  if (known) context.known.set(keyId(world.authority.raw), makeAuthority(world));
  try {
    const lease = await activate({ host: "127.0.0.1", port: server.address().port }, makeMachine(0), context);
    return "error" in lease ? "error frame" : "accepted";
  } catch (error) {
    return error.step ?? error.message;
  } finally {
    server.close();
  }
}

function wireCases(world) {
  const reply = (request) => makeReply(world, request);
  const cases = [
    ["an exchange over TCP", "accepted", reply],
    ["an error frame over TCP", "error frame", () => encodeError(RESULT.notActivated)],
    [
      "a reply a byte too long",
      1,
      (request) => Buffer.concat([Buffer.from([0, 231]), reply(request).subarray(2), Buffer.of(0)]),
    ],
    ["a frame of 251 bytes", 1, () => Buffer.from([0, 249])],
    ["a host that closes", 1, () => null],
    ["a stray byte after the reply", 1, (request) => Buffer.concat([reply(request), Buffer.of(0)])],
  ];
  return Promise.all(
    cases.map(async (
      [name, expected, answer],
    ) => [name, expected, await wireVerdict(world, answer, answer !== reply)]),
  );
}

/** Prints the rows whose verdict is not the expected one, and returns how many there are. */
function report(rows, say = console.log) {
  const failures = rows.filter(([, expected, got]) => expected !== got);
  for (const [name, expected, got] of failures) say(`not ok ${name}: expected ${expected}, got ${got}`);
  return failures.length;
}

/** Resolves to the exit code. Two rows with wrong expectations come first: a test that passes them cannot fail. */
export async function runSelfTest() {
  const world = makeWorld(Math.floor(Date.now() / 1000));
  const controls = [["control", 3, verdict(world, {})], [
    "control",
    "accepted",
    verdict(world, { reply: { groups: 1 } }),
  ]];
  if (report(controls, () => {}) !== controls.length) {
    return console.log("not ok the self-test cannot fail"), 1;
  }
  const rows = [
    ...[...listCases(world), ...listFlips()].map((
      [name, expected, changes],
    ) => [name, expected, verdict(world, changes)]),
    ...licenceCases(world).map(([name, expected, text]) => [name, expected, licenceVerdict(text)]),
    ...(await wireCases(world)),
  ];
  const failed = report(rows);
  console.log(`${rows.length - failed} of ${rows.length} self-tests passed`);
  return failed > 0 ? 1 : 0;
}
