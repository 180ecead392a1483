import { systemTimer } from "../../../src/adapters/system/system.ts";

/** Changes in a host's folder from now on, as the system tells them: by the first of a kind a kill is aimed, and then it is over. */
export class FolderWatch implements Disposable {
  readonly #watcher: Deno.FsWatcher;

  constructor(folder: string) {
    this.#watcher = Deno.watchFs(folder);
  }

  /** Resolves at the first event of that kind at a file of such a name, or after so many milliseconds without one. */
  async first(kind: Deno.FsEvent["kind"], name: RegExp, milliseconds: number): Promise<void> {
    const found = new AbortController();
    const late = systemTimer.wait(milliseconds, found.signal).then(() => this[Symbol.dispose]());
    for await (const event of this.#watcher) {
      if (event.kind === kind && event.paths.some((path) => name.test(path))) break;
    }
    found.abort();
    await late;
  }

  [Symbol.dispose](): void {
    try {
      this.#watcher.close();
    } catch {
      // it is closed
    }
  }
}
