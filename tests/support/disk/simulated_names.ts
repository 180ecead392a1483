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

  /** What was synced, and any of the changes since, in any order. Of a rename the new name may be there beside the old one. */
  afterPowerLoss(random: SeededRandom): SimulatedNames {
    const names = new Map(this.#durable);
    const mostly = random.upTo(2); // 0: all changes are there, 1: half of them, 2: none
    const changes = mostly === 1 ? inSomeOrder(this.#changes, random) : this.#changes;
    for (const change of changes) {
      if (mostly === 0) apply(names, change);
      else if (mostly === 1 && random.chance()) apply(names, half(change, random));
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

/** Of a rename, sometimes, only that the file has its new name. */
function half(change: NameChange, random: SeededRandom): NameChange {
  if (change.kind !== "rename" || random.chance()) return change;
  return { kind: "add", name: change.to, file: change.file };
}

/** Now and then as they came, else shuffled. */
function inSomeOrder(changes: readonly NameChange[], random: SeededRandom): NameChange[] {
  const order = [...changes];
  if (random.chance()) return order;
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.upTo(i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
