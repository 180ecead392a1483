import * as v from "valibot";
import { withDigest, withoutDigest } from "../crypto/digest_member.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseKept } from "../policy/kept_format.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { DocumentFolder, DurableDocument } from "../ports.ts";
import { userSchema } from "./users.ts";

/** The port of remote administration, unless another is set. */
export const ADMIN_PORT = 1690;
/** All addresses. */
export const ADMIN_ADDRESS = "0.0.0.0";

const NAME = "admin.json";

const schema = v.strictObject({
  format: v.literal(1),
  enabled: v.boolean(),
  address: v.string(),
  /** 0 takes a free one at each start. */
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
  /** The hardware that admin.key and admin.crt were made on, 32 hexadecimal digits; null before they are made whole. */
  madeOn: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  users: v.array(userSchema),
});
/** admin.json: all of remote administration but the certificate and its key. */
export type AdminFacts = v.InferOutput<typeof schema>;

const INITIAL: AdminFacts = {
  format: 1,
  enabled: false,
  address: ADMIN_ADDRESS,
  port: ADMIN_PORT,
  madeOn: null,
  users: [],
};

/** admin.json as it was read, with every change on disk before it is seen. */
export class AdminDocument {
  readonly #document: DurableDocument<unknown>;
  #facts: AdminFacts;

  private constructor(document: DurableDocument<unknown>, facts: AdminFacts) {
    this.#document = document;
    this.#facts = facts;
  }

  /** Rejects with OperationError where the document is damaged. */
  static async open(documents: DocumentFolder): Promise<AdminDocument> {
    const document = documents.json(NAME);
    return new AdminDocument(document, await readFacts(document));
  }

  get facts(): AdminFacts {
    return this.#facts;
  }

  /** Resolves once the change is on disk. Changes must not overlap. */
  async change(change: Partial<AdminFacts>): Promise<void> {
    const facts = { ...this.#facts, ...change };
    await this.#document.write(withDigest(facts));
    this.#facts = facts;
  }
}

async function readFacts(document: DurableDocument<unknown>): Promise<AdminFacts> {
  try {
    const stored = await document.read();
    return stored === null ? INITIAL : parseKept(schema, stored, NAME, { opened: withoutDigest });
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new OperationError(`Remote administration is not to be had: ${cause.message}`, {
      remedy: `remove ${NAME} from the state folder, then switch it on and add its users again`,
      cause,
    });
  }
}
