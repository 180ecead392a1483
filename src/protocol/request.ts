import { ByteReader, ByteWriter } from "./bytes.ts";
import { DecodeError } from "./decode_error.ts";
import { readFrameHead, Type, writeFrameHead } from "./frame.ts";
import { LicenceState } from "./licence_state.ts";
import { decodeMachineName, encodeMachineName, MAX_NAME_BYTES } from "./machine_name.ts";

/** What a client asks a host (SPEC 3). Identifiers are raw bytes. */
export interface ActivationRequest {
  readonly virtual: boolean;
  readonly renewal: boolean;
  /** Asks what would be answered; nothing is recorded or counted. */
  readonly probe: boolean;
  /** A short-lived machine: recorded, never counted, and its lease is short. */
  readonly ephemeral: boolean;
  readonly licenceState: LicenceState;
  /** Minutes until that state ends, 0 when it does not. */
  readonly minutesLeft: number;
  /** The client's clock, seconds since 1970. */
  readonly clientTime: number;
  /** CMID, 16 bytes. */
  readonly machineId: Uint8Array;
  /** Four components of 4 bytes; zeros for an absent one. */
  readonly hardware: Uint8Array;
  /** Activation ID, 16 bytes. */
  readonly productId: Uint8Array;
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
  /** The highest authority epoch that the client has seen. */
  readonly highestEpoch: number;
  /** The authority key ID whose certificate the client holds, 0 for none. */
  readonly authorityKeyId: number;
  /** At most 63 bytes of UTF-8. */
  readonly name: string;
}

const FIXED_BYTES = 91;
const WHAT = "request";
const FLAG = { virtual: 1, renewal: 2, probe: 4, ephemeral: 8 } as const;
const KNOWN_FLAGS = FLAG.virtual | FLAG.renewal | FLAG.probe | FLAG.ephemeral;

/** The whole frame, 91 to 154 bytes. Throws RangeError when a field does not fit its layout. */
export function encodeRequest(request: ActivationRequest): Uint8Array<ArrayBuffer> {
  const name = encodeMachineName(request.name);
  const size = FIXED_BYTES + name.length;
  return writeFrameHead(new ByteWriter(size), size, Type.request)
    .u8(flagsOf(request))
    .u8(request.licenceState)
    .u32(request.minutesLeft)
    .u64(request.clientTime)
    .raw(request.machineId, 16)
    .raw(request.hardware, 16)
    .raw(request.productId, 16)
    .raw(request.nonce, 16)
    .u32(request.highestEpoch)
    .u32(request.authorityKeyId)
    .u8(name.length)
    .raw(name, name.length)
    .bytes;
}

/** Reads a whole frame of type 01; the identifiers are views of it. Throws DecodeError. */
export function decodeRequest(frame: Uint8Array): ActivationRequest {
  if (frame.length < FIXED_BYTES || frame.length > FIXED_BYTES + MAX_NAME_BYTES) {
    throw new DecodeError(
      WHAT,
      "length",
      `expected ${FIXED_BYTES} to ${FIXED_BYTES + MAX_NAME_BYTES} bytes, got ${frame.length}`,
    );
  }
  const reader = new ByteReader(frame, frame.length, WHAT);
  readFrameHead(reader, frame.length, Type.request, WHAT);
  const flags = readFlags(reader);
  return {
    ...flags,
    licenceState: readLicenceState(reader),
    minutesLeft: reader.u32(),
    clientTime: reader.u64(),
    machineId: reader.view(16),
    hardware: reader.view(16),
    productId: reader.view(16),
    nonce: reader.view(16),
    highestEpoch: reader.u32(),
    authorityKeyId: reader.u32(),
    name: readName(reader, frame.length),
  };
}

function flagsOf(request: ActivationRequest): number {
  return (request.virtual ? FLAG.virtual : 0) | (request.renewal ? FLAG.renewal : 0) |
    (request.probe ? FLAG.probe : 0) | (request.ephemeral ? FLAG.ephemeral : 0);
}

function readFlags(
  reader: ByteReader,
): Pick<ActivationRequest, "virtual" | "renewal" | "probe" | "ephemeral"> {
  const flags = reader.u8();
  if ((flags & ~KNOWN_FLAGS) !== 0) {
    throw new DecodeError(WHAT, "reserved", `reserved flag bits are set: ${flags}`);
  }
  return {
    virtual: (flags & FLAG.virtual) !== 0,
    renewal: (flags & FLAG.renewal) !== 0,
    probe: (flags & FLAG.probe) !== 0,
    ephemeral: (flags & FLAG.ephemeral) !== 0,
  };
}

function readLicenceState(reader: ByteReader): LicenceState {
  const state = reader.u8();
  if (!isLicenceState(state)) {
    throw new DecodeError(WHAT, "range", `licence state is ${state}, allowed are 0 to 5`);
  }
  return state;
}

const LICENCE_STATES: ReadonlySet<number> = new Set(Object.values(LicenceState));

function isLicenceState(value: number): value is LicenceState {
  return LICENCE_STATES.has(value);
}

function readName(reader: ByteReader, frameBytes: number): string {
  const length = reader.u8();
  if (length !== frameBytes - FIXED_BYTES) {
    throw new DecodeError(
      WHAT,
      "length",
      `name length says ${length}, but ${frameBytes - FIXED_BYTES} bytes follow`,
    );
  }
  return decodeMachineName(reader.view(length));
}
