import * as v from "valibot";
import { withDigest, withoutDigest } from "../crypto/digest_member.ts";
import { SigningKey } from "../crypto/ed25519.ts";
import { hardwareMatches } from "../crypto/hardware.ts";
import { decodeProductKey, type ProductKey } from "../crypto/product_key.ts";
import { fromBase64Url, fromHex, toBase64Url, toHex } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseKept } from "../policy/kept_format.ts";
import type { DurableDocument, Random } from "../ports.ts";

const WHAT = "secrets.json";
const HARDWARE_BYTES = 16;
const schema = v.strictObject({
  format: v.literal(1),
  /** Base64url of the host key's 32-byte seed; null after an image was prepared, until the host is used again. */
  hostKey: v.nullable(v.string()),
  /** The hardware that the host key was made on, 32 hexadecimal digits. */
  hardware: v.optional(v.nullable(v.string()), null),
  /** The product key as text, or null where none is installed or its text was forgotten. */
  productKey: v.nullable(v.string()),
  /** Whether a key is installed whose text was forgotten. */
  keyCleared: v.optional(v.boolean(), false),
  /** Text of the TSIG key file by the domain whose updates it signs. */
  tsigKeys: v.optional(v.record(v.string(), v.string()), {}),
});
type Stored = v.InferOutput<typeof schema>;

/** The text of a document without secrets, for people who have lost theirs. */
export const NO_SECRETS = `{"format":1,"hostKey":null,"productKey":null}`;

/** What a host must keep to itself: apart from the journal, which is there to be read and copied. */
export interface Secrets {
  readonly hostKey: SigningKey;
  /** False where the host key was made on other hardware: a copy of the folder must not activate with it. */
  readonly hostKeyIsOurs: boolean;
  readonly productKey: ProductKey | undefined;
  readonly keyCleared: boolean;
  /** Text of the TSIG key file by the domain whose updates it signs. */
  readonly tsigKeys: Readonly<Record<string, string>>;
}

/** secrets.json of a host. Each of these rejects with DecodeError where it is damaged, and resolves once a change is on disk. */
export class SecretsStore {
  readonly #document: DurableDocument<unknown>;
  readonly #random: Random;
  readonly #hardware: Uint8Array;

  /** `hardware`: this computer's, 16 bytes. */
  constructor(document: DurableDocument<unknown>, random: Random, hardware: Uint8Array) {
    this.#document = document;
    this.#random = random;
    this.#hardware = hardware;
  }

  /** Makes a host key where there is none. `isNew`: whether the host may have no secrets yet; else that they are missing is damage. */
  async open(isNew = true): Promise<Secrets> {
    const stored = await this.#read();
    if (stored === undefined && !isNew) {
      throw new DecodeError(WHAT, "length", "it is missing, though the journal holds events");
    }
    return stored === undefined || stored.hostKey === null
      ? await this.renewHostKey()
      : this.#secretsOf(stored, stored.hostKey);
  }

  /** Puts a new host key, this computer's, in place of any other. */
  async renewHostKey(): Promise<Secrets> {
    const seed = toBase64Url(this.#random.bytes(32));
    return await this.#change({ hostKey: seed, hardware: toHex(this.#hardware) });
  }

  /** Keeps the text of the product key, or null for none. */
  async storeProductKey(productKey: string | null): Promise<Secrets> {
    return await this.#change({ productKey, keyCleared: false });
  }

  async clearProductKey(): Promise<Secrets> {
    return await this.#change({ productKey: null, keyCleared: true });
  }

  /** Keeps the key file that updates of a domain are signed with, or null for none. */
  async storeTsigKey(domain: string, text: string | null): Promise<Secrets> {
    const { [domain]: _, ...others } = (await this.#read() ?? NOTHING).tsigKeys;
    return await this.#change({ tsigKeys: text === null ? others : { ...others, [domain]: text } });
  }

  /** Forgets the host key: whoever opens this next makes another. */
  async forgetHostKey(): Promise<void> {
    const stored = await this.#read();
    if (stored !== undefined) await this.#write({ ...stored, hostKey: null, hardware: null });
  }

  async #change(change: Partial<Stored>): Promise<Secrets> {
    const stored = { ...await this.#read() ?? NOTHING, ...change };
    await this.#write(stored);
    return this.#secretsOf(stored, stored.hostKey!); // renewHostKey has been called before anything else is changed
  }

  async #read(): Promise<Stored | undefined> {
    const stored = await this.#document.read();
    return stored === null ? undefined : parseKept(schema, stored, WHAT, { opened: withoutDigest });
  }

  async #write(stored: Stored): Promise<void> {
    await this.#document.write(withDigest(stored));
  }

  #secretsOf({ hardware, productKey, keyCleared, tsigKeys }: Stored, hostKey: string): Secrets {
    const seed = fromBase64Url(hostKey, WHAT);
    if (seed.length !== 32) {
      throw new DecodeError(WHAT, "length", `the host key has ${seed.length} bytes, expected 32`);
    }
    return {
      hostKey: SigningKey.fromSeed(seed),
      hostKeyIsOurs: hardware === null ||
        hardwareMatches(this.#hardware, fromHex(hardware, HARDWARE_BYTES, WHAT)),
      productKey: productKey === null ? undefined : decodeProductKey(productKey),
      keyCleared,
      tsigKeys,
    };
  }
}

const NOTHING: Stored = {
  format: 1,
  hostKey: null,
  hardware: null,
  productKey: null,
  keyCleared: false,
  tsigKeys: {},
};
