import type { SeededRandom } from "../fakes/seeded_random.ts";
import type { SimulatedFile } from "./simulated_file.ts";

export type NameChange =
  | { readonly kind: "add"; readonly name: string; readonly file: SimulatedFile }
  | { readonly kind: "remove"; readonly name: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string; readonly file: SimulatedFile };

type Names = Map<string, SimulatedFile>;

/** The names of a folder: as they are now, and as they were when the folder was synced last. */
export class SimulatedNames {
  #now: Names = new Map();
  #durable: Names = new Map();
  #changes: NameChange[] = [];

  get(name: string): SimulatedFile | undefined {
    return this.#now.get(name);
  }

  list(): string[] {
    return [...this.#now.keys()];
  }

  change(change: NameChange): void {
    apply(this.#now, change);
    this.#changes.push(change);
  }

  sync(): void {
    this.#durable = new Map(this.#now);
    this.#changes = [];
  }

  /** Puts a file there, or takes it away, all of it on disk. */
  put(name: string, file: SimulatedFile | undefined): void {
    for (const names of [this.#now, this.#durable]) {
      if (file === undefined) names.delete(name);
      else names.set(name, file);
    }
  }

  copy(): SimulatedNames {
    const copies = new Map<SimulatedFile, SimulatedFile>();
    const copyOf = (file: SimulatedFile) => copies.get(file) ?? copies.set(file, file.copy()).get(file)!;
    const next = new SimulatedNames();
    for (const [name, file] of this.#now) next.#now.set(name, copyOf(file));
    for (const [name, file] of this.#durable) next.#durable.set(name, copyOf(file));
    next.#changes = this.#changes.map((change) =>
      change.kind === "remove" ? change : { ...change, file: copyOf(change.file) }
    );
    return next;
  }

  /** What was synced, and any of the changes since. */
  afterPowerLoss(random: SeededRandom): SimulatedNames {
    const names = new Map(this.#durable);
    const mostly = random.upTo(2); // 0: all changes are there, 1: half of them, 2: none
    for (const change of this.#changes) {
      if (mostly === 0 || (mostly === 1 && random.chance())) apply(names, change);
    }
    const next = new SimulatedNames();
    for (const [name, file] of names) next.put(name, file.afterPowerLoss(random));
    return next;
  }
}

function apply(names: Names, change: NameChange): void {
  if (change.kind === "remove") names.delete(change.name);
  else if (change.kind === "add") names.set(change.name, change.file);
  else {
    if (names.get(change.from) === change.file) names.delete(change.from);
    names.set(change.to, change.file);
  }
}
