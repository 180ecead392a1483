// Hostile exchanges, each on its own connection. Page: "Transport", "Request", "Error frame".
import { setTimeout as sleep } from "node:timers/promises";
import { checkAuthorityRoots, hex, RESULT } from "./check.mjs";
import {
  decodeAuthorityFrame,
  decodeError,
  encodeAuthorityRequest,
  encodeReply,
  encodeRequest,
  FLAG,
} from "./codec.mjs";
import { checkAnswer, makeMachine, makeRequest } from "./exchange.mjs";
import { Connection } from "./wire.mjs";

const SOON = 3000;
const BAD_NAMES = {
  NUL: "a\0b",
  LF: "a\nb",
  "unit separator": "a\x1fb",
  DEL: "a\x7fb",
  "left-to-right override": "a\u202db",
  "right-to-left override": "a\u202eb",
  "bytes that are not UTF-8": Buffer.from("61ff62", "hex"),
  "an overlong spelling": Buffer.from("61c0af62", "hex"),
  "a surrogate": Buffer.from("61eda08062", "hex"),
};

function ensure(condition, why) {
  if (!condition) throw new Error(why);
}

/** Frames that "the host answers with an error frame and closes"; none of them is followed by a byte more. */
function malformedFrames(good) {
  const request = good();
  const resized = (size) => {
    const frame = Buffer.concat([request, Buffer.alloc(250)], size);
    frame.writeUInt16BE(size - 2);
    return frame;
  };
  const frames = {
    "too long frame refused before its body": Buffer.from([0, 249]),
    "length 65535 refused before its body": Buffer.from([255, 255]),
    "length 0": Buffer.from([0, 0]),
    "length 1": Buffer.from([0, 1, 1]),
    "request of 90 bytes": resized(90),
    "request with a byte too many": resized(request.length + 1),
    "frame of 250 bytes": resized(250),
    "type 00": good({ type: 0 }),
    "type 07": good({ type: 7 }),
    "a reply sent to the host": encodeReply({}),
    "version 0": good({ version: 0 }),
    "version 2": good({ version: 2 }),
    "licence state 6": good({ state: 6 }),
    "licence state 255": good({ state: 255 }),
    "name length too large": good({ name: "abc", nameLength: 4 }),
    "name length too small": good({ name: "abc", nameLength: 2 }),
    "name of 64 bytes": good({ name: "x".repeat(64) }),
    "authority request with a byte too many": Buffer.from("0007030100000000ff", "hex"),
    "authority request, version 2": Buffer.from("0006030200000000", "hex"),
  };
  for (const bit of [4, 5, 6, 7]) frames[`reserved flag bit ${bit}`] = good({ flags: FLAG.probe | 1 << bit });
  for (const [what, name] of Object.entries(BAD_NAMES)) frames[`name with ${what}`] = good({ name });
  return Object.entries(frames);
}

async function expectError(connection, bytes) {
  connection.send(bytes);
  const code = decodeError(await connection.readFrame(SOON));
  ensure(code === RESULT.malformed, `error frame says ${hex(code)}, not ${hex(RESULT.malformed)}`);
  await connection.readClose(SOON);
}

/** A signed reply that passes every check, whatever its result. */
async function expectReply(connection, request, context) {
  const answer = await checkAnswer(connection, request, await connection.readFrame(SOON), context);
  ensure(!("error" in answer), `error frame ${hex(answer.error ?? 0)}`);
  return answer;
}

async function sixteen(connection, good, context) {
  for (let i = 0; i < 16; i++) {
    ensure(!connection.closed, `closed after ${i} exchanges`);
    const request = good();
    connection.send(request);
    await expectReply(connection, request, context);
  }
  await connection.readClose(SOON);
}

/** Probes, which need no record, amid recorded ephemeral requests and a certificate request: order must hold. */
async function pipelined(connection, good, context) {
  const flags = [FLAG.ephemeral, FLAG.probe, FLAG.ephemeral, FLAG.probe, FLAG.ephemeral | FLAG.renewal];
  const requests = flags.map((bits) => good({ flags: bits }));
  const [id] = context.known.keys();
  connection.send(Buffer.concat([...requests.slice(0, 4), encodeAuthorityRequest(id), requests[4]]));
  const answers = [];
  for (const request of requests.slice(0, 4)) answers.push(await expectReply(connection, request, context));
  ensure(
    decodeAuthorityFrame(await connection.readFrame(SOON)).equals(context.known.get(id)),
    "another certificate than before",
  );
  answers.push(await expectReply(connection, requests[4], context));
  const recorded = answers.filter((_, index) => index % 2 === 0).map((answer) => answer.sequence);
  ensure(
    recorded[0] < recorded[1] && recorded[1] < recorded[2],
    `issue sequences ${recorded.join()} do not rise`,
  );
}

async function closedInTenSeconds(connection, trickle) {
  const start = Date.now();
  for (let at = 0; !connection.closed && Date.now() - start < 13500; at++) {
    if (trickle && Date.now() - start < 9500) connection.send(trickle.subarray(at, at + 1));
    await sleep(200);
  }
  const seconds = (Date.now() - start) / 1000;
  ensure(
    connection.closed && seconds >= 9 && seconds <= 13.25,
    `${connection.closed ? "closed" : "still open"} after ${seconds} s`,
  );
  connection.expectNothing();
}

async function currentAuthority(connection, { licence }) {
  connection.send(encodeAuthorityRequest(0));
  checkAuthorityRoots(decodeAuthorityFrame(await connection.readFrame(SOON)), licence.roots);
}

function listTests(good, context) {
  const answered = (changes) => async (connection, pause = 0) => {
    const request = good(changes);
    for (const part of pause ? [...request].map((byte) => Buffer.of(byte)) : [request]) {
      connection.send(part);
      await sleep(pause);
    }
    await expectReply(connection, request, context);
  };
  return [
    ["good request", answered()],
    ["empty name", answered({ name: "" })],
    ["name of 63 bytes", answered({ name: "é".repeat(31) + "x" })],
    ["current authority certificate", (connection) => currentAuthority(connection, context)],
    ["request one byte at a time", (connection) => answered()(connection, 5)],
    ["pipelined requests in order", (connection) => pipelined(connection, good, context)],
    ["closed after 16 exchanges", (connection) => sixteen(connection, good, context)],
    ...malformedFrames(good).map(([name, bytes]) => [name, (connection) => expectError(connection, bytes)]),
    ["truncated frame, then half-close", async (connection) => {
      connection.send(good().subarray(0, 60));
      connection.halfClose();
      await connection.readClose(SOON);
    }],
    ["idle connection closed", (connection) => closedInTenSeconds(connection)],
    ["slow request closed", (connection) => closedInTenSeconds(connection, good())],
    ["good request after all that", answered()],
  ];
}

/** Prints a line for each test and resolves to the exit code. Nothing that it sends is counted by the host. */
export async function runAbuse(address, context) {
  const good = (changes) =>
    encodeRequest({ ...makeRequest(makeMachine("abuse"), { ...context, flags: FLAG.probe }), ...changes });
  let failed = 0;
  for (const [name, test] of listTests(good, context)) {
    const connection = await Connection.open(address);
    const why = await test(connection).then(() => null, (error) => error.message);
    connection.destroy();
    console.log(why === null ? `ok ${name}` : `not ok ${name}: ${why}`);
    failed += why === null ? 0 : 1;
  }
  return failed > 0 ? 1 : 0;
}
