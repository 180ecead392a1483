import { hmacSha256 } from "../crypto/hash.ts";
import { decodeProductKey, encodeProductKey } from "../crypto/product_key.ts";
import { ByteWriter, toHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Database, HostKeyRecord } from "./database.ts";

export const HOST_LIMIT = 6;
export const ACTIVATION_LIMIT = 10;

/**
 * The 8 secret bytes of a host key follow from the master key and its serial, so that no stored list of keys exists: who copies
 * the database without the master key has nothing to type in.
 */
export function secretOf(masterKey: Uint8Array, serial: number): Uint8Array {
  return hmacSha256(masterKey, new TextEncoder().encode("product key"), new ByteWriter(4).u32(serial).bytes)
    .slice(0, 8);
}

/** What a database keeps to know its master key again. */
export function masterKeyCheck(masterKey: Uint8Array): string {
  return toHex(hmacSha256(masterKey, new TextEncoder().encode("check"))).slice(0, 16);
}

/** A new host key for these products; the key's text, and the database that knows of it. */
export function issueHostKey(
  database: Database,
  masterKey: Uint8Array,
  products: readonly Product[],
  now: number,
): { text: string; database: Database } {
  const serial = database.nextSerial;
  const record: HostKeyRecord = {
    serial,
    groups: groupMask(products),
    issued: now,
    blocked: false,
    hostLimit: HOST_LIMIT,
    activationLimit: ACTIVATION_LIMIT,
    hosts: [],
  };
  const text = encodeProductKey({ kind: "host", serial, secret: secretOf(masterKey, serial) });
  return {
    text,
    database: { ...database, nextSerial: serial + 1, hostKeys: [...database.hostKeys, record] },
  };
}

/** Bits of the products' groups. */
export function groupMask(products: readonly Product[]): number {
  return products.reduce((mask, product) => (mask | (1 << product.group)) >>> 0, 0);
}

/** Throws OperationError where the authority has issued no such host key. */
export function findHostKey(database: Database, serial: number): HostKeyRecord {
  const record = database.hostKeys.find((key) => key.serial === serial);
  if (record !== undefined) return record;
  const ofProduct = database.products.find((product) =>
    decodeProductKey(product.clientKey).serial === serial
  );
  throw new OperationError(
    ofProduct === undefined
      ? `Cannot find key ${serial}: this authority has issued no such key`
      : `Cannot do this with key ${serial}: it is the client key of ${ofProduct.name}, not a host key`,
    { code: HResult.keyInvalid, remedy: "kms authority key list" },
  );
}

/** The database with one host key's record changed. Throws OperationError where there is no such key. */
export function changeHostKey(database: Database, serial: number, change: Partial<HostKeyRecord>): Database {
  findHostKey(database, serial);
  const hostKeys = database.hostKeys.map((key) => key.serial === serial ? { ...key, ...change } : key);
  return { ...database, hostKeys };
}
