import { scrypt as nodeScrypt } from "node:crypto";

/** RFC 7914: `cost` is its N, `blockSize` its r, `parallelization` its p. Memory is 128 * cost * blockSize bytes. */
export interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

const MOST_MEMORY = 64 * 1024 * 1024;

/** 32 bytes of scrypt, computed off the event loop. Rejects where the parameters would take more than 64 MiB. */
export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  { cost, blockSize, parallelization }: ScryptParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: MOST_MEMORY };
  return new Promise((resolve, reject) =>
    nodeScrypt(
      password,
      salt,
      32,
      options,
      (error, key) => error === null ? resolve(new Uint8Array(key)) : reject(error),
    )
  );
}
