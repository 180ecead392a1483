import { Low } from "lowdb";
import { SigningKey } from "../crypto/ed25519.ts";
import { decodeInstallationId, verifyInstallationId } from "../crypto/installation_id.ts";
import { confirmationOf, encodeConfirmationId } from "../crypto/confirmation_id.ts";
import { type HostRequest, verifyHostRequest } from "../crypto/host_request.ts";
import { equalBytes, fromBase64Url } from "../protocol/bytes.ts";
import {
  AUTHORITY_CERTIFICATE_BYTES,
  decodeAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import { encodeHostCertificate } from "../protocol/host_certificate.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { HResult } from "../protocol/hresult.ts";
import { parseKept } from "../policy/kept_format.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Clock, DocumentFolder, FolderLock } from "../ports.ts";
import { activateHost, type HostApplication } from "./activate.ts";
import { findProduct } from "./catalogue.ts";
import { challengeHolds, createChallenge } from "./challenge.ts";
import { type Database, databaseSchema, type HostKeyRecord } from "./database.ts";
import { changeHostKey, findHostKey, issueHostKey, masterKeyCheck, secretOf } from "./keys.ts";

export const FILES = {
  database: "authority.json",
  authorityKey: "authority.key",
  authorityCertificate: "authority.crt",
  masterKey: "master.key",
  licence: "publisher.lic",
  roots: ["root-1.key", "root-2.key", "root-3.key"],
} as const;

export interface AuthorityPorts {
  readonly clock: Clock;
  readonly documents: DocumentFolder;
  readonly lock: FolderLock;
}

/** What a host gets when it is activated online. */
export interface OnlineActivation {
  /** 132 and 190 bytes. */
  readonly certificate: Uint8Array;
  readonly authorityCertificate: Uint8Array;
  readonly licenceFile: string;
}

/**
 * The publisher's authority over the files of its folder. Each operation reads the database under the folder's lock and has
 * written it, durably, before it gives anything out: several processes may work on one folder.
 */
export class Authority {
  readonly #ports: AuthorityPorts;
  readonly #masterKey: Uint8Array;
  readonly #key: SigningKey;
  readonly #certificate: Uint8Array;

  private constructor(
    ports: AuthorityPorts,
    masterKey: Uint8Array,
    key: SigningKey,
    certificate: Uint8Array,
  ) {
    this.#ports = ports;
    this.#masterKey = masterKey;
    this.#key = key;
    this.#certificate = certificate;
  }

  /** Rejects with OperationError where the folder holds no authority, DecodeError where a file in it is damaged. */
  static async open(ports: AuthorityPorts): Promise<Authority> {
    const { documents } = ports;
    const masterKey = sized(await required(documents, FILES.masterKey), 32, FILES.masterKey);
    const certificate = sized(
      await required(documents, FILES.authorityCertificate),
      AUTHORITY_CERTIFICATE_BYTES,
      FILES.authorityCertificate,
    );
    const key = readKeyFile(await required(documents, FILES.authorityKey), FILES.authorityKey);
    if (!equalBytes(decodeAuthorityCertificate(certificate).publicKey, key.publicKey)) {
      throw mixedFiles(FILES.authorityKey, FILES.authorityCertificate);
    }
    return new Authority(ports, masterKey, key, certificate);
  }

  read(): Promise<Database> {
    return this.#ports.lock.during(() => this.#load());
  }

  /** A new host key for the products named (all where none is), or the client key of the one product named. */
  issueKey(kind: "host" | "client", productNames: readonly string[]): Promise<string> {
    return this.#change((database) => {
      const products = productNames.map((name) => productNamed(database, name));
      if (kind === "host") {
        const issued = issueHostKey(
          database,
          this.#masterKey,
          products.length > 0 ? products : database.products,
          this.#ports.clock.now(),
        );
        return { database: issued.database, result: issued.text };
      }
      const [product, second] = products;
      if (product === undefined || second !== undefined) {
        throw new OperationError("Cannot issue a client key: a client key is for exactly one product", {
          remedy: `name it with --product, one of ${
            database.products.map(({ name }) => JSON.stringify(name)).join(", ")
          }`,
        });
      }
      return { database, result: product.clientKey };
    });
  }

  /** Changes limits or the block of a host key; gives back its record. Rejects with OperationError where there is no such key. */
  changeKey(
    serial: number,
    change: Partial<Pick<HostKeyRecord, "blocked" | "hostLimit" | "activationLimit">>,
  ): Promise<HostKeyRecord> {
    return this.#change((database) => {
      const changed = changeHostKey(database, serial, change);
      return { database: changed, result: findHostKey(changed, serial) };
    });
  }

  /** The Confirmation ID for an Installation ID. Rejects with OperationError. */
  async confirm(installationId: string): Promise<string> {
    const id = orOperationError(() => decodeInstallationId(installationId), {
      code: HResult.offlineDataMalformed,
      remedy: "ask for the Installation ID again, block by block",
    });
    if (!verifyInstallationId(id, secretOf(this.#masterKey, id.serial))) {
      throw new OperationError(`The Installation ID was not made with key ${id.serial} of this authority`, {
        code: HResult.keyInvalid,
      });
    }
    const certificate = await this.#activate(id);
    return encodeConfirmationId(confirmationOf(certificate));
  }

  /** The text of the publisher's current licence file. */
  licenceFile(): Promise<string> {
    return required(this.#ports.documents, FILES.licence);
  }

  challenge(): Uint8Array {
    return createChallenge(this.#masterKey, this.#ports.clock.now());
  }

  /** Activates a host that asks online. Rejects with OperationError. */
  async activateOnline(request: HostRequest): Promise<OnlineActivation> {
    if (!challengeHolds(request.challenge, this.#masterKey, this.#ports.clock.now())) {
      throw new OperationError("The challenge is not of this service or older than five minutes", {
        code: HResult.malformed,
      });
    }
    if (!verifyHostRequest(request, secretOf(this.#masterKey, request.serial))) {
      throw new OperationError(`The request was not made with key ${request.serial} of this authority`, {
        code: HResult.keyInvalid,
      });
    }
    const certificate = await this.#activate(request);
    const licenceFile = await this.licenceFile();
    return {
      certificate: encodeHostCertificate(certificate),
      authorityCertificate: this.#certificate,
      licenceFile,
    };
  }

  #activate(application: HostApplication) {
    return this.#change((database) => {
      const activated = activateHost(database, this.#key, application, this.#ports.clock.now());
      return { database: activated.database, result: activated.certificate };
    });
  }

  /** Resolves with `result` once the changed database is on disk. */
  #change<T>(change: (database: Database) => { database: Database; result: T }): Promise<T> {
    return this.#ports.lock.during(async () => {
      const before = await this.#load();
      const { database, result } = change(before);
      if (database !== before) await storeDatabase(this.#ports.documents, database);
      return result;
    });
  }

  async #load(): Promise<Database> {
    const stored = new Low<unknown>(this.#ports.documents.json(FILES.database), null);
    await stored.read();
    if (stored.data === null) throw missingFile(FILES.database);
    const database = parseKept(databaseSchema, stored.data, FILES.database);
    if (database.masterKeyCheck !== masterKeyCheck(this.#masterKey)) {
      throw mixedFiles(FILES.masterKey, FILES.database);
    }
    return database;
  }
}

/** Resolves once the database is on disk. */
export async function storeDatabase(documents: DocumentFolder, database: Database): Promise<void> {
  await new Low<unknown>(documents.json(FILES.database), database).write();
}

function productNamed(database: Database, name: string) {
  const product = findProduct(database.products, name);
  if (product !== undefined) return product;
  throw new OperationError(`There is no product ${JSON.stringify(name)}`, {
    remedy: `the products are ${database.products.map((one) => JSON.stringify(one.name)).join(", ")}`,
  });
}

async function required(documents: DocumentFolder, name: string): Promise<string> {
  const text = await documents.text(name).read();
  if (text === null) throw missingFile(name);
  return text;
}

function missingFile(name: string): OperationError {
  return new OperationError(`The folder holds no authority: ${name} is missing`, {
    remedy: "make one with kms authority init --dir DIR --publisher NAME, or name its folder with --dir",
  });
}

function sized(text: string, length: number, what: string): Uint8Array {
  const bytes = fromBase64Url(text.trim(), what);
  if (bytes.length !== length) {
    throw new DecodeError(what, "length", `expected ${length} bytes, got ${bytes.length}`);
  }
  return bytes;
}

function readKeyFile(pem: string, what: string): SigningKey {
  try {
    return SigningKey.fromPem(pem);
  } catch (cause) {
    throw new DecodeError(what, "text", "it is no Ed25519 private key in PEM", { cause });
  }
}

function mixedFiles(one: string, other: string): OperationError {
  return new OperationError(`The authority's files do not belong together: ${one} is not that of ${other}`, {
    remedy: "restore the authority's folder from a backup",
  });
}
