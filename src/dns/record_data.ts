import { ByteWriter, concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseIpAddress, showIpAddress } from "./ip_address.ts";
import type { MessageReader } from "./message_reader.ts";
import { type DnsName, encodeName } from "./name.ts";
import { RecordType } from "./numbers.ts";

/** Where a service is offered (RFC 2782). */
export interface SrvData {
  readonly type: "SRV";
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: DnsName;
}

export interface SoaData {
  readonly type: "SOA";
  /** The zone's primary server. */
  readonly mname: DnsName;
  readonly rname: DnsName;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** A message's signature (RFC 8945, 4.2). Times are seconds since 1970. */
export interface TsigData {
  readonly type: "TSIG";
  readonly algorithm: DnsName;
  readonly timeSigned: number;
  readonly fudge: number;
  readonly mac: Uint8Array;
  readonly originalId: number;
  readonly error: number;
  readonly otherData: Uint8Array;
}

export type RecordData =
  | SrvData
  | SoaData
  | TsigData
  | { readonly type: "A"; readonly address: string }
  | { readonly type: "AAAA"; readonly address: string }
  | { readonly type: "CNAME"; readonly target: DnsName }
  | { readonly type: "PTR"; readonly target: DnsName }
  | { readonly type: "TXT"; readonly strings: readonly Uint8Array[] }
  | { readonly type: "OPT"; readonly options: Uint8Array }
  /** Any other type, or one of the above without data. Names in it may be compressed, so it has a meaning in its message alone. */
  | { readonly type: "other"; readonly number: number; readonly bytes: Uint8Array };

/** The number of the type that the data is of. */
export function typeOf(data: RecordData): number {
  return data.type === "other" ? data.number : RecordType[data.type];
}

export function encodeData(data: RecordData): Uint8Array<ArrayBuffer> {
  switch (data.type) {
    case "A":
      return encodeAddress(data.address, 4);
    case "AAAA":
      return encodeAddress(data.address, 16);
    case "CNAME":
    case "PTR":
      return encodeName(data.target);
    case "TXT":
      return concat(...data.strings.flatMap((text) => [new ByteWriter(1).u8(text.length).bytes, text]));
    case "SRV":
      return concat(
        new ByteWriter(6).u16(data.priority).u16(data.weight).u16(data.port).bytes,
        encodeName(data.target),
      );
    case "SOA":
      return encodeSoa(data);
    case "TSIG":
      return encodeTsig(data);
    case "OPT":
      return new Uint8Array(data.options);
    case "other":
      return new Uint8Array(data.bytes);
  }
}

/** Reads all that `reader` has left as data of that type. Throws DecodeError. */
export function decodeData(type: number, reader: MessageReader): RecordData {
  switch (type) {
    case RecordType.A:
      return { type: "A", address: showIpAddress(reader.raw(4)) };
    case RecordType.AAAA:
      return { type: "AAAA", address: showIpAddress(reader.raw(16)) };
    case RecordType.CNAME:
      return { type: "CNAME", target: reader.name() };
    case RecordType.PTR:
      return { type: "PTR", target: reader.name() };
    case RecordType.TXT:
      return { type: "TXT", strings: decodeStrings(reader) };
    case RecordType.SRV: {
      const [priority, weight, port] = [reader.u16(), reader.u16(), reader.u16()];
      return { type: "SRV", priority, weight, port, target: reader.name() };
    }
    case RecordType.SOA:
      return decodeSoa(reader);
    case RecordType.TSIG:
      return decodeTsig(reader);
    case RecordType.OPT:
      return { type: "OPT", options: reader.rest() };
    default:
      return { type: "other", number: type, bytes: reader.rest() };
  }
}

function decodeStrings(reader: MessageReader): Uint8Array[] {
  const strings: Uint8Array[] = [];
  while (!reader.ended) strings.push(reader.raw(reader.u8()));
  return strings;
}

function encodeAddress(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = parseIpAddress(text);
  if (bytes?.length === length) return bytes;
  throw new DecodeError("IP address", "text", `expected one of ${length} bytes`);
}

function encodeSoa({ mname, rname, serial, refresh, retry, expire, minimum }: SoaData) {
  const numbers = new ByteWriter(20).u32(serial).u32(refresh).u32(retry).u32(expire).u32(minimum);
  return concat(encodeName(mname), encodeName(rname), numbers.bytes);
}

function decodeSoa(reader: MessageReader): SoaData {
  const [mname, rname] = [reader.name(), reader.name()];
  const [serial, refresh, retry] = [reader.u32(), reader.u32(), reader.u32()];
  return { type: "SOA", mname, rname, serial, refresh, retry, expire: reader.u32(), minimum: reader.u32() };
}

function encodeTsig({ algorithm, timeSigned, fudge, mac, originalId, error, otherData }: TsigData) {
  return concat(
    encodeName(algorithm),
    encodeTime(timeSigned),
    new ByteWriter(4).u16(fudge).u16(mac.length).bytes,
    mac,
    new ByteWriter(6).u16(originalId).u16(error).u16(otherData.length).bytes,
    otherData,
  );
}

function decodeTsig(reader: MessageReader): TsigData {
  const [algorithm, timeSigned, fudge] = [reader.name(), reader.u48(), reader.u16()];
  const mac = reader.raw(reader.u16());
  const [originalId, error] = [reader.u16(), reader.u16()];
  return {
    type: "TSIG",
    algorithm,
    timeSigned,
    fudge,
    mac,
    originalId,
    error,
    otherData: reader.raw(reader.u16()),
  };
}

/** 48 bits, as TSIG counts seconds. */
export function encodeTime(seconds: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(6).u16(Math.floor(seconds / 0x1_0000_0000)).u32(seconds % 0x1_0000_0000).bytes;
}
