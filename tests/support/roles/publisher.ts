import { Authority } from "../../../src/authority/authority.ts";
import { FILES } from "../../../src/authority/files.ts";
import { readProducts } from "../../../src/authority/catalogue.ts";
import { initialise } from "../../../src/authority/initialise.ts";
import { answerCall } from "../../../src/authority/service.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { SigningKey } from "../../../src/crypto/ed25519.ts";
import { decodeLicenceFile, encodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import type { LicencePayload, Product } from "../../../src/protocol/licence_payload.ts";
import type { ActivationService, DocumentFolder } from "../../../src/ports.ts";
import type { FakeTime } from "../fakes/fake_time.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";
import { SimulatedDisk } from "../disk/simulated_disk.ts";

export const SERVICE_URL = "https://activation.example";

const PRODUCTS = `[
  { "name": "Client", "kind": "client" },
  { "name": "Server", "kind": "server" },
  { "name": "Lone", "kind": "server", "threshold": 1 }
]`;

/** A publisher with its authority, in memory. */
export class Publisher {
  /** The authority's folder. */
  readonly disk: SimulatedDisk;
  readonly documents: DocumentFolder;
  readonly authority: Authority;
  readonly licence: string;
  readonly products: readonly Product[];
  /** Its activation service; nothing answers at another address than SERVICE_URL. */
  readonly service: ActivationService = {
    post: async (url, path, body) => {
      if (url !== SERVICE_URL) throw new Error(`connection refused`);
      return await answerCall(this.authority, path, JSON.stringify(body));
    },
  };

  private constructor(
    disk: SimulatedDisk,
    documents: DocumentFolder,
    authority: Authority,
    licence: string,
    products: readonly Product[],
  ) {
    this.disk = disk;
    this.documents = documents;
    this.authority = authority;
    this.licence = licence;
    this.products = products;
  }

  static async create(clock: FakeTime, seed = 1, drafts = PRODUCTS): Promise<Publisher> {
    const disk = new SimulatedDisk();
    const documents = documentFolder(disk);
    const wanted = { publisher: `Publisher ${seed}`, url: SERVICE_URL, products: readProducts(drafts) };
    const { products } = await initialise(wanted, { documents, clock, random: new SeededRandom(seed) });
    const lock = { during: <T>(work: () => Promise<T>) => work() };
    const authority = await Authority.open({ clock, documents, lock });
    return new Publisher(disk, documents, authority, (await documents.text(FILES.licence).read())!, products);
  }

  /** Its licence file with members changed, signed as it should be. */
  async licenceWith(changes: Partial<LicencePayload>): Promise<string> {
    const { payload, authorityBytes } = decodeLicenceFile(this.licence);
    const key = SigningKey.fromPem((await this.documents.text(FILES.authorityKey).read())!);
    return encodeLicenceFile({ ...payload, ...changes }, authorityBytes, key);
  }

  /** The ID of a product, as bytes. */
  productId(name: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.fromHex(this.products.find((product) => product.name === name)!.id);
  }
}
