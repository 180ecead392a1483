import { initAuthority, openAuthority } from "../../../src/app/folders/authority_folder.ts";
import type { Authority } from "../../../src/authority/authority.ts";
import type { Console } from "../../../src/api/console.ts";
import { TempFolder } from "../disk/temp_folder.ts";

const PRODUCTS = `[
  { "name": "Editor", "kind": "client", "threshold": 2 },
  { "name": "Server", "kind": "server", "threshold": 1 }
]`;

/** A publisher in folders of the file system, and room for the state folders of its customers. */
export class TestSite implements AsyncDisposable {
  readonly #folder: TempFolder;
  readonly authority: Authority;
  readonly licence: string;
  readonly hostKey: string;
  readonly editorKey: string;

  private constructor(folder: TempFolder, authority: Authority, texts: readonly [string, string, string]) {
    this.#folder = folder;
    this.authority = authority;
    [this.licence, this.hostKey, this.editorKey] = texts;
  }

  /** `products`: JSON, with an Editor among them. */
  static async make(products = PRODUCTS): Promise<TestSite> {
    const folder = await TempFolder.make();
    const path = `${folder.path}/authority`;
    await initAuthority(path, { publisher: "Example", url: null, products });
    const authority = await openAuthority(path);
    const hostKey = await authority.issueKey("host", []);
    const editorKey = await authority.issueKey("client", ["Editor"]);
    return new TestSite(folder, authority, [await authority.licenceFile(), hostKey, editorKey]);
  }

  get authorityFolder(): string {
    return `${this.#folder.path}/authority`;
  }

  /** A state folder that is not there yet. */
  folder(name = "state"): string {
    return `${this.#folder.path}/${name}`;
  }

  /** Licence, key and activation by telephone. */
  async activate(console: Console, key = this.hostKey): Promise<void> {
    await console.call("installLicence", { text: this.licence, acceptNewRoots: false });
    await console.call("installKey", { key });
    const { installationId } = await console.call("installationId", {});
    await console.call("confirm", { confirmationId: await this.authority.confirm(installationId) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
