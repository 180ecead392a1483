import { decodeInstallationId, verifyInstallationId } from "../crypto/installation_id.ts";
import { confirmationOf, encodeConfirmationId } from "../crypto/confirmation_id.ts";
import { decodeLicenceFile } from "../crypto/licence_file.ts";
import { type HostRequest, verifyHostRequest } from "../crypto/host_request.ts";
import { encodeHostCertificate } from "../protocol/host_certificate.ts";
import { HResult } from "../protocol/hresult.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Clock, DocumentFolder, FolderLock, Random } from "../ports.ts";
import { activateHost, type HostApplication } from "./activate.ts";
import { findProduct } from "./catalogue.ts";
import { challengeHolds, createChallenge } from "./challenge.ts";
import type { Database, HostKeyRecord } from "./database.ts";
import { licenceFile, readMasterKey, readSigner, required, type Signer } from "./files.ts";
import { changeHostKey, findHostKey, issueHostKey, secretOf } from "./keys.ts";
import { type Publication, revise, type Revision } from "./publishing.ts";
import { copyLicence, loadDatabase, storeDatabase, storePublication } from "./storing.ts";

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
  /** The key that was used last. */
  #signer: Signer;

  private constructor(ports: AuthorityPorts, masterKey: Uint8Array, signer: Signer) {
    this.#ports = ports;
    this.#masterKey = masterKey;
    this.#signer = signer;
  }

  /** Rejects with OperationError where the folder holds no authority, DecodeError where a file in it is damaged. */
  static async open(ports: AuthorityPorts): Promise<Authority> {
    return await ports.lock.during(async () => {
      const masterKey = await readMasterKey(ports.documents);
      const database = await loadDatabase(ports.documents, masterKey);
      const signer = await readSigner(ports.documents, database.generation);
      await copyLicence(ports.documents, database);
      return new Authority(ports, masterKey, signer);
    });
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
    const { certificate } = await this.#activate(id);
    return encodeConfirmationId(confirmationOf(certificate));
  }

  /** Makes the next licence file, and with it, where that is wanted, a new authority key. Rejects with OperationError, and then nothing has changed. */
  publish(revision: Revision, random: Random): Promise<Publication> {
    return this.#ports.lock.during(async () => {
      const { clock, documents } = this.#ports;
      const database = await this.#load();
      const signer = await this.#signerFor(database);
      const licence = decodeLicenceFile(await required(documents, licenceFile(database.licenceSerial)));
      const publication = revise({ database, licence, signer, random, now: clock.now() }, revision);
      await storePublication(documents, publication, database);
      return publication;
    });
  }

  /** The text of the licence file that is in force. */
  async licenceFile(): Promise<string> {
    const { licenceSerial } = await this.read();
    return await required(this.#ports.documents, licenceFile(licenceSerial));
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
    const { certificate, signer, licenceSerial } = await this.#activate(request);
    return {
      certificate: encodeHostCertificate(certificate),
      authorityCertificate: signer.certificateBytes,
      licenceFile: await required(this.#ports.documents, licenceFile(licenceSerial)),
    };
  }

  #activate(application: HostApplication) {
    return this.#change(async (before) => {
      const signer = await this.#signerFor(before);
      const { database, certificate } = activateHost(before, signer, application, this.#ports.clock.now());
      return { database, result: { certificate, signer, licenceSerial: database.licenceSerial } };
    });
  }

  /** The key may have been replaced since, by another process. */
  async #signerFor({ generation }: Database): Promise<Signer> {
    if (this.#signer.generation !== generation) {
      this.#signer = await readSigner(this.#ports.documents, generation);
    }
    return this.#signer;
  }

  /** Resolves with `result` once the changed database is on disk. */
  #change<T>(change: (database: Database) => Changed<T> | Promise<Changed<T>>): Promise<T> {
    return this.#ports.lock.during(async () => {
      const before = await this.#load();
      const { database, result } = await change(before);
      if (database !== before) await storeDatabase(this.#ports.documents, database);
      return result;
    });
  }

  #load(): Promise<Database> {
    return loadDatabase(this.#ports.documents, this.#masterKey);
  }
}

interface Changed<T> {
  readonly database: Database;
  readonly result: T;
}

function productNamed(database: Database, name: string) {
  const product = findProduct(database.products, name);
  if (product !== undefined) return product;
  throw new OperationError(`There is no product ${JSON.stringify(name)}`, {
    remedy: `the products are ${database.products.map((one) => JSON.stringify(one.name)).join(", ")}`,
  });
}
