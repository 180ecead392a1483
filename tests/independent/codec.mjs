// The frames, as tables of [offset, size] copied from the page. "b" marks a field of bytes.
import { demand } from "./crypto.mjs";

const HEAD = { length: [0, 2], type: [2, 1], version: [3, 1] };
/** "Request, type 01" */
const REQUEST = {
  ...HEAD,
  flags: [4, 1],
  state: [5, 1],
  stateMinutes: [6, 4],
  clientTime: [10, 8],
  cmid: [18, 16, "b"],
  hardware: [34, 16, "b"],
  product: [50, 16, "b"],
  nonce: [66, 16, "b"],
  epoch: [82, 4],
  heldKey: [86, 4],
  nameLength: [90, 1],
};
/** "Reply, type 02" */
const REPLY = {
  ...HEAD,
  result: [4, 4],
  count: [8, 4],
  activation: [12, 4],
  renewal: [16, 4],
  validity: [20, 4],
  issued: [24, 8],
  sequence: [32, 4],
  certType: [36, 1],
  certVersion: [37, 1],
  authorityKeyId: [38, 4],
  serial: [42, 4],
  activationSequence: [46, 2],
  groups: [48, 4],
  epoch: [52, 4],
  notBefore: [56, 4],
  notAfter: [60, 4],
  hostHardware: [64, 8, "b"],
  hostKey: [72, 32, "b"],
  certSignature: [104, 64, "b"],
  signature: [168, 64, "b"],
};
/** "Authority certificate" */
const AUTHORITY = {
  type: [0, 1],
  version: [1, 1],
  serial: [2, 4],
  groupMask: [6, 4],
  minimumEpoch: [10, 4],
  notBefore: [14, 4],
  notAfter: [18, 4],
  longestLife: [22, 4],
  reserved: [26, 2],
  key: [28, 32, "b"],
  root1: [60, 1],
  signature1: [61, 64, "b"],
  root2: [125, 1],
  signature2: [126, 64, "b"],
};
const ERROR = { ...HEAD, code: [4, 4] };
export const FLAG = { virtual: 1, renewal: 2, probe: 4, ephemeral: 8 };

function decode(layout, bytes) {
  const read = ([at, size, kind]) =>
    kind === "b"
      ? bytes.subarray(at, at + size)
      : Number(`0x${bytes.subarray(at, at + size).toString("hex")}`);
  return Object.fromEntries(Object.entries(layout).map(([name, place]) => [name, read(place)]));
}

function encode(layout, size, values) {
  const bytes = Buffer.alloc(size);
  for (const [name, [at, length, kind]] of Object.entries(layout)) {
    const value = values[name] ?? 0;
    if (kind === "b") Buffer.from(value || []).copy(bytes, at, 0, length);
    else bytes.write(BigInt(value).toString(16).padStart(2 * length, "0"), at, "hex");
  }
  return bytes;
}

/** Any field, `length`, `type` and `nameLength` too, may be given, so that hostile frames can be built. */
export function encodeRequest(fields) {
  const name = Buffer.from(fields.name);
  const head = { length: 89 + name.length, type: 1, version: 1, nameLength: name.length, ...fields };
  return Buffer.concat([encode(REQUEST, 91, head), name]);
}

export const encodeReply = (fields) =>
  encode(REPLY, 232, { length: 230, type: 2, version: 1, certType: 0x10, certVersion: 1, ...fields });
export const encodeAuthorityRequest = (code) => encode(ERROR, 8, { length: 6, type: 3, version: 1, code });
export const encodeError = (code) => encode(ERROR, 8, { length: 6, type: 5, version: 1, code });
export const encodeAuthority = (fields) => encode(AUTHORITY, 190, { type: 0x11, version: 1, ...fields });
export const encodeAuthorityFrame = (certificate) =>
  Buffer.concat([Buffer.from([0, 192, 4, 1]), certificate]);

/** Step 1 for any frame: exact length, type, version. */
function checkHead(what, frame, type, size) {
  demand(frame.length >= 4, 1, `${what} offset 0 length`, `${frame.length} bytes hold no type and version`);
  const head = decode(HEAD, frame);
  demand(head.type === type, 1, `${what} offset 2 type`, `${head.type}, not ${type}`);
  demand(head.version === 1, 1, `${what} offset 3 version`, `${head.version}, not 1`);
  demand(
    head.length === size - 2 && frame.length === size,
    1,
    `${what} offset 0 length`,
    `${head.length}, not ${size - 2}`,
  );
}

export function decodeReply(frame) {
  checkHead("reply", frame, 2, 232);
  const reply = decode(REPLY, frame);
  demand(reply.certType === 0x10, 1, "reply offset 36 certificate type", `${reply.certType}, not 16`);
  demand(reply.certVersion === 1, 1, "reply offset 37 certificate version", `${reply.certVersion}, not 1`);
  return reply;
}

export function decodeAuthority(bytes) {
  demand(bytes.length === 190, 1, "authority certificate", `${bytes.length} bytes, not 190`);
  const authority = decode(AUTHORITY, bytes);
  demand(authority.type === 0x11, 1, "authority certificate offset 0 type", `${authority.type}, not 17`);
  demand(authority.version === 1, 1, "authority certificate offset 1 version", `${authority.version}, not 1`);
  demand(authority.reserved === 0, 1, "authority certificate offset 26 reserved", "not 0");
  return { ...authority, signed: bytes.subarray(0, 60) };
}

/** The 190 bytes inside a type 04 frame. */
export function decodeAuthorityFrame(frame) {
  checkHead("authority reply", frame, 4, 194);
  return frame.subarray(4);
}

export const isError = (frame) => frame[2] === 5;
export function decodeError(frame) {
  checkHead("error frame", frame, 5, 8);
  return decode(ERROR, frame).code;
}
