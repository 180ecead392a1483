import { createHmac, timingSafeEqual } from "node:crypto";
import { ByteWriter, concat } from "../protocol/bytes.ts";
import { readMessage } from "./message.ts";
import { type DnsName, encodeName, sameName } from "./name.ts";
import { Rcode, RecordClass } from "./numbers.ts";
import { encodeRecord } from "./record.ts";
import { encodeTime, type TsigData } from "./record_data.ts";

/** A secret that is shared with a DNS server (RFC 8945). */
export interface TsigKey {
  readonly name: DnsName;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Uint8Array;
}

export type TsigAlgorithm = "hmac-sha256" | "hmac-sha512";

const HASHES: Readonly<Record<TsigAlgorithm, "sha256" | "sha512">> = {
  "hmac-sha256": "sha256",
  "hmac-sha512": "sha512",
};

/** Seconds that two clocks may differ by (RFC 8945, 10). */
export const FUDGE_SECONDS = 300;

/** What is signed beside the message itself (RFC 8945, 4.3.3). */
export type TsigVariables = Pick<TsigData, "timeSigned" | "fudge" | "error" | "otherData">;

/** What a signature says of an answer. Only `verified` proves who sent it. */
export type TsigVerdict =
  | { readonly kind: "verified" }
  | { readonly kind: "unsigned" }
  /** Not what the holder of the key signed in answer to this request. */
  | { readonly kind: "forged"; readonly reason: string }
  /** Signed soundly, at another time than ours. */
  | { readonly kind: "outdated"; readonly timeSigned: number }
  /** The server did not accept our signature: an rcode from 16 on, with its clock where it told it, seconds since 1970. */
  | { readonly kind: "rejected"; readonly error: number; readonly serverTime: number | undefined };

/** The message with a TSIG record at its end, and that record's MAC. `now`: seconds since 1970. */
export function signRequest(bytes: Uint8Array, key: TsigKey, now: number) {
  const variables = { timeSigned: now, fudge: FUDGE_SECONDS, error: 0, otherData: new Uint8Array() };
  const mac = tsigMac(bytes, key, variables);
  return { bytes: appendTsig(bytes, key, mac, variables), mac };
}

/** Judges an answer to a request that bore `requestMac`. `now`: seconds since 1970. Throws DecodeError. */
export function verifyAnswer(
  bytes: Uint8Array,
  { key, requestMac, now }: { key: TsigKey; requestMac: Uint8Array; now: number },
): TsigVerdict {
  const { message, lastRecordAt } = readMessage(bytes);
  const record = message.additionals.at(-1);
  if (record?.data.type !== "TSIG") return { kind: "unsigned" };
  const { data } = record;
  if (!sameName(record.name, key.name) || !sameName(data.algorithm, `${key.algorithm}.`)) {
    return { kind: "forged", reason: "it is signed with another key" };
  }
  // RFC 8945, 5.3.2: a server that cannot verify a request cannot sign its answer
  if (data.mac.length === 0 && data.error !== 0) return rejection(data);
  const mac = tsigMac(withoutTsig(bytes, lastRecordAt, data.originalId), key, data, requestMac);
  if (data.mac.length !== mac.length) return { kind: "forged", reason: "its MAC is truncated" };
  if (!timingSafeEqual(data.mac, mac)) return { kind: "forged", reason: "its MAC is not the key's" };
  if (data.error !== 0) return rejection(data);
  if (Math.abs(now - data.timeSigned) > data.fudge) {
    return { kind: "outdated", timeSigned: data.timeSigned };
  }
  return { kind: "verified" };
}

/** The MAC of a message without its TSIG record; for an answer `requestMac` is that of the request (RFC 8945, 4.3). */
export function tsigMac(
  bytes: Uint8Array,
  key: TsigKey,
  { timeSigned, fudge, error, otherData }: TsigVariables,
  requestMac?: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const hmac = createHmac(HASHES[key.algorithm], key.secret);
  if (requestMac !== undefined) {
    hmac.update(new ByteWriter(2).u16(requestMac.length).bytes).update(requestMac);
  }
  hmac.update(bytes)
    .update(canonical(key.name))
    .update(new ByteWriter(6).u16(RecordClass.ANY).u32(0).bytes)
    .update(canonical(`${key.algorithm}.`))
    .update(encodeTime(timeSigned))
    .update(new ByteWriter(6).u16(fudge).u16(error).u16(otherData.length).bytes)
    .update(otherData);
  return new Uint8Array(hmac.digest());
}

/** The message with a TSIG record more. */
export function appendTsig(
  bytes: Uint8Array,
  { name, algorithm }: TsigKey,
  mac: Uint8Array,
  variables: TsigVariables,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const data: TsigData = {
    type: "TSIG",
    algorithm: `${algorithm}.`,
    ...variables,
    mac,
    originalId: view.getUint16(0),
  };
  const signed = concat(bytes, encodeRecord({ name, recordClass: RecordClass.ANY, ttl: 0, data }));
  new DataView(signed.buffer).setUint16(10, view.getUint16(10) + 1);
  return signed;
}

/** The message as it was signed: one record less, with the ID that the signer saw. */
function withoutTsig(bytes: Uint8Array, lastRecordAt: number, originalId: number): Uint8Array {
  const signed = new Uint8Array(bytes.subarray(0, lastRecordAt));
  const view = new DataView(signed.buffer);
  view.setUint16(0, originalId);
  view.setUint16(10, view.getUint16(10) - 1);
  return signed;
}

function canonical(name: DnsName): Uint8Array {
  return encodeName(name.toLowerCase());
}

/** RFC 8945, 5.2.3: with BADTIME the server's clock is in Other Data. */
function rejection({ error, otherData }: TsigData): TsigVerdict {
  const hasTime = error === Rcode.BADTIME && otherData.length === 6;
  const view = new DataView(otherData.buffer, otherData.byteOffset, otherData.length);
  const serverTime = hasTime ? view.getUint16(0) * 0x1_0000_0000 + view.getUint32(2) : undefined;
  return { kind: "rejected", error, serverTime };
}
