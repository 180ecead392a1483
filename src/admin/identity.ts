import { certificateFingerprint, keyFits } from "../crypto/tls_identity.ts";
import { fromHex, toHex } from "../protocol/bytes.ts";
import { hardwareMatches } from "../crypto/hardware.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { DocumentFolder } from "../ports.ts";
import type { AdminDocument } from "./admin_document.ts";

/** A certificate and its private key, both in PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly certificate: string;
}

/** Makes a self-signed certificate for this computer. */
export type MakeIdentity = () => Promise<TlsIdentity>;

const KEY = "admin.key";
const CERTIFICATE = "admin.crt";
const HARDWARE_BYTES = 16;

/** The certificate that other computers know this host by: made at first use, anew on another computer. */
export class IdentityStore {
  readonly #documents: DocumentFolder;
  readonly #document: AdminDocument;
  readonly #hardware: Uint8Array;
  readonly #make: MakeIdentity;

  /** `hardware`: this computer's, 16 bytes. */
  constructor(
    documents: DocumentFolder,
    document: AdminDocument,
    hardware: Uint8Array,
    make: MakeIdentity,
  ) {
    this.#documents = documents;
    this.#document = document;
    this.#hardware = hardware;
    this.#make = make;
  }

  /** Undefined before it is made. Rejects with OperationError where it is damaged. */
  async read(): Promise<TlsIdentity | undefined> {
    const { madeOn } = this.#document.facts;
    if (madeOn === null) return undefined;
    if (!hardwareMatches(this.#hardware, fromHex(madeOn, HARDWARE_BYTES, "admin.json"))) return undefined;
    const [key, certificate] = await Promise.all([this.#read(KEY), this.#read(CERTIFICATE)]);
    if (key === null && certificate === null) return undefined;
    if (key !== null && certificate !== null && keyFits(key, certificate)) return { key, certificate };
    throw new OperationError(`The certificate of remote administration is damaged (${KEY}, ${CERTIFICATE})`, {
      remedy: "restore both files from a backup; or remove both: another is made, with another fingerprint",
    });
  }

  /** The one that there is, else a new one. Resolves once it is on disk. */
  async readOrMake(): Promise<TlsIdentity> {
    return await this.read() ?? await this.renew();
  }

  /** A new one in place of any other. `madeOn` is written last: after a crash between, another is made. */
  async renew(): Promise<TlsIdentity> {
    await this.forget();
    const identity = await this.#make();
    await this.#documents.text(KEY).write(identity.key);
    await this.#documents.text(CERTIFICATE).write(identity.certificate);
    await this.#document.change({ madeOn: toHex(this.#hardware) });
    return identity;
  }

  /** Null where there is none; what is no text is damaged, not absent. */
  async #read(name: string): Promise<string | null> {
    try {
      return await this.#documents.text(name).read();
    } catch (error) {
      if (error instanceof DecodeError) return "";
      throw error;
    }
  }

  /** The next to need one makes another. */
  async forget(): Promise<void> {
    if (this.#document.facts.madeOn !== null) await this.#document.change({ madeOn: null });
  }
}

export function fingerprintOf({ certificate }: TlsIdentity): string {
  return certificateFingerprint(certificate);
}
