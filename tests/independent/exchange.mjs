// One simulated computer's exchange. Page: "Request", "Authority certificate and its exchange", "Error frame".
import { randomBytes } from "node:crypto";
import { checkReply } from "./check.mjs";
import {
  decodeAuthorityFrame,
  decodeError,
  decodeReply,
  encodeAuthorityRequest,
  encodeRequest,
  FLAG,
  isError,
} from "./codec.mjs";
import { sha256 } from "./crypto.mjs";
import { Connection } from "./wire.mjs";

const clock = () => Math.floor(Date.now() / 1000);

/** The same number is the same computer in every run. Some lack a component, some have a name beyond ASCII. */
export function makeMachine(number) {
  const seed = (what) => sha256(`va1 independent ${what} ${number}`);
  const parts = ["board", "disk", "network", "processor"].map((kind) =>
    sha256(kind, seed(kind)).subarray(0, 4)
  );
  if (seed("absent")[0] < 32) parts[2] = Buffer.alloc(4);
  const tail = seed("name").toString("hex", 0, 4);
  const name = seed("name")[4] < 64 ? `büro-${number}-${tail}-机` : `pc-${number}-${tail}`;
  return { cmid: seed("cmid").subarray(0, 16), hardware: Buffer.concat(parts), name };
}

/** A renewal comes from a licensed computer, a first activation from one in its out-of-box grace.
 * context: { licence, product, flags, known (key ID to authority certificate), skew (seconds) }. */
export function makeRequest(machine, { licence, product, flags, known, skew }) {
  const state = flags & FLAG.renewal
    ? { state: 1, stateMinutes: 7 * 1440 }
    : { state: 2, stateMinutes: licence.graceDays * 1440 };
  const held = { epoch: licence.minimumEpoch, heldKey: [...known.keys()].at(-1) ?? 0 };
  const fresh = { nonce: randomBytes(16), clientTime: clock() + skew };
  return { ...machine, ...state, ...held, ...fresh, flags, product: Buffer.from(product.id, "hex") };
}

/** Asks for the certificate that a reply names, unless it was asked for before. */
async function learnAuthority(connection, id, known) {
  if (known.has(id)) return;
  connection.send(encodeAuthorityRequest(id));
  known.set(id, decodeAuthorityFrame(await connection.readFrame()));
}

/** Checks the frame that answers `request`. Returns the reply, or `{ error }` for an error frame. */
export async function checkAnswer(connection, request, frame, { licence, product, known, skew }) {
  if (isError(frame)) return { error: decodeError(frame) };
  const id = decodeReply(frame).authorityKeyId;
  await learnAuthority(connection, id, known);
  const now = clock();
  return checkReply({
    request,
    frame,
    authority: known.get(id),
    roots: licence.roots,
    product,
    now,
    ownClock: now + skew,
  });
}

/** One computer, one connection. */
export async function activate(address, machine, context) {
  const connection = await Connection.open(address);
  try {
    const request = encodeRequest(makeRequest(machine, context));
    connection.send(request);
    const answer = await checkAnswer(connection, request, await connection.readFrame(), context);
    connection.expectNothing();
    return answer;
  } finally {
    connection.destroy();
  }
}
