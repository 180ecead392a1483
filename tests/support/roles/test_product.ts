import { FolderBusy } from "../../../src/adapters/disk/node_lock.ts";
import type { Powers } from "../../../src/client/embedding/powers.ts";
import { readOptions } from "../../../src/client/embedding/options.ts";
import { ProductFolder } from "../../../src/client/embedding/product_folder.ts";
import type { LicenceOptions } from "../../../src/client/embedding/types.ts";
import { sampleLicence, sampleProduct } from "../samples/sample_licence.ts";
import { SimulatedDisk } from "../disk/simulated_disk.ts";
import { TestClient } from "./test_client.ts";

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A product over a folder in memory, which ships the example publisher's licence file, and a host that answers as it is told. */
export class TestProduct {
  readonly client = new TestClient();
  disk = new SimulatedDisk();
  /** Whether another process holds the folder. */
  isBusy = false;
  /** Why the folder cannot be made or closed; undefined where it can. */
  refusal: Error | undefined;
  /** How often the folder was held. */
  held = 0;
  options: LicenceOptions = { licenceFile: bytesOf(sampleLicence()), productId: sampleProduct().id };

  get time() {
    return this.client.time;
  }

  get powers(): Powers {
    const { time, random, machine, network, names } = this.client;
    return {
      client: { clock: time, timer: time, random, machine, network, openNames: names.open },
      renewal: { clock: time, timer: time, stopwatch: time, random, addresses: () => "" },
      disk: this.disk,
      prepare: () => this.refusal === undefined ? Promise.resolve() : Promise.reject(this.refusal),
      lock: () => ({ during: (work) => this.#during(work) }),
      readFile: (path) => Promise.reject(new Error(`ENOENT: no such file or directory, open '${path}'`)),
    };
  }

  folder(changes: LicenceOptions = {}): ProductFolder {
    return new ProductFolder(this.powers, readOptions({ ...this.options, ...changes }));
  }

  check(changes: LicenceOptions = {}) {
    return this.folder(changes).check();
  }

  /** Activated by the host kms.example, which is set. */
  static async activated(): Promise<TestProduct> {
    const product = new TestProduct();
    await product.setHost();
    const { error } = await product.folder().activate();
    if (error !== null) throw new Error(error.message);
    return product;
  }

  /** As an administrator does it, in the folder. */
  async setHost(host: string | null = "kms.example:1688"): Promise<void> {
    await this.check();
    const facts = JSON.parse(new TextDecoder().decode(this.disk.peek("client.json")));
    this.disk.put("client.json", bytesOf(JSON.stringify({ ...facts, host })));
  }

  async #during<T>(work: () => Promise<T>): Promise<T> {
    if (this.isBusy) throw new FolderBusy("The state folder is in use by another process");
    this.held++;
    return await work();
  }
}
