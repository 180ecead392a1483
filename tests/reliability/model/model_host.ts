import type { Catalogue } from "../../../src/policy/decide.ts";
import type { SettingName, SettingValue } from "../../../src/policy/settings.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import type { ActivationRequest } from "../../../src/protocol/request.ts";
import { DAY, MINUTE } from "../../support/counting.ts";
import { CountingModel, type Seen } from "../../support/numbers/counting_model.ts";

/** SPEC 8. */
const CODES = {
  activated: 0,
  belowThreshold: 0xC004F038,
  productNotServed: 0xC004F042,
  clockOff: 0xC004F06C,
  machineLimitReached: 0x8007000E,
};
export const NOT_ACTIVATED = 0xC004F041;
export const TRY_LATER = 0x800710D9;

export type Told =
  | { readonly error: number }
  | {
    readonly result: number;
    readonly count: number;
    readonly activationInterval: number;
    readonly renewalInterval: number;
    readonly validity: number;
    readonly cloneReported: boolean;
  };

/** What a host should be, by SPEC and the rules of counting: told of all that befalls it, it says what is to be seen of it. */
export class ModelHost {
  readonly #counting: CountingModel;
  /** Of the whole licence file. */
  readonly #products: ReadonlySet<string>;
  #settings: Record<string, SettingValue>;
  #hasKey = false;
  /** Of its certificates, milliseconds since 1970. */
  #activation: { readonly from: number; readonly until: number } | undefined;
  #byResult: Record<string, number> = {};
  #byState = [0, 0, 0, 0, 0, 0];
  #byProduct: Record<string, Record<string, number>> = {};
  /** Since its last look at the clock, by the stopwatch. */
  #sinceLook = 0;

  constructor(counting: CountingModel, products: Iterable<string>, settings: Record<string, SettingValue>) {
    this.#counting = counting;
    this.#products = new Set(products);
    this.#settings = settings;
  }

  static of(
    served: Catalogue,
    products: Iterable<string>,
    settings: Record<string, SettingValue>,
  ): ModelHost {
    return new ModelHost(new CountingModel(Number(settings["machineLimit"]), served), products, settings);
  }

  copy(): ModelHost {
    const copy = new ModelHost(this.#counting.copy(), this.#products, { ...this.#settings });
    copy.#hasKey = this.#hasKey;
    copy.#activation = this.#activation;
    copy.#byResult = { ...this.#byResult };
    copy.#byState = [...this.#byState];
    copy.#byProduct = structuredClone(this.#byProduct);
    copy.#sinceLook = this.#sinceLook;
    return copy;
  }

  ask(request: ActivationRequest, now: number): Told {
    if (!this.#isActivated(now)) return { error: NOT_ACTIVATED };
    const { result, ...answer } = this.#counting.ask(request, now);
    if (!request.probe) this.#tally(request, CODES[result]);
    return { result: CODES[result], ...this.#intervals(), ...answer };
  }

  /** What could not be recorded never was: the count is without it. */
  tryLater(now: number): Told {
    const count = this.#counting.count(now);
    return { result: TRY_LATER, ...this.#intervals(), count, validity: 0, cloneReported: false };
  }

  set(name: SettingName, value: SettingValue, now: number): void {
    if (this.#settings[name] === value) return;
    this.#counting.happened(now);
    this.#settings[name] = value;
    if (name === "machineLimit") this.#counting.machineLimit = Number(value);
  }

  happened(now: number): void {
    this.#counting.happened(now);
  }

  started(now: number): void {
    this.#sinceLook = 0;
    this.#counting.start(now);
  }

  /** Time goes by, up to `now`. */
  lived(milliseconds: number, now: number): void {
    this.#sinceLook += milliseconds;
    if (this.#sinceLook < DAY) return;
    this.#sinceLook = 0;
    this.#counting.look(now);
  }

  /** Whether it will look at the clock within an hour. */
  get isLookNear(): boolean {
    return this.#sinceLook > DAY - 60 * MINUTE;
  }

  keyInstalled(): void {
    if (!this.#hasKey) this.#activation = undefined;
    this.#hasKey = true;
  }

  keyRemoved(): void {
    this.#hasKey = false;
    this.#activation = undefined;
  }

  get hasKey(): boolean {
    return this.#hasKey;
  }

  activated(activation: { readonly from: number; readonly until: number }): void {
    this.#activation = activation;
  }

  /** Settings and product key stay. */
  generalized(): void {
    this.#activation = undefined;
    this.#counting.forgetAll();
    this.#byResult = {};
    this.#byState.fill(0);
    this.#byProduct = {};
  }

  /** All that is to be seen of the host. */
  view(now: number) {
    const present = this.#counting.present(now);
    return {
      activated: this.#isActivated(now),
      settings: this.#settings,
      counters: {
        requests: this.#byState.reduce((sum, count) => sum + count, 0),
        byResult: this.#byResult,
        byLicenceState: this.#byState,
      },
      byProduct: this.#byProduct,
      count: present.filter(({ counted }) => counted).length,
      machines: present.map(machineView).sort(),
    };
  }

  #isActivated(now: number): boolean {
    const { from, until } = this.#activation ?? { from: Infinity, until: 0 };
    return this.#hasKey && from <= now && now <= until;
  }

  #intervals() {
    const { activationInterval, renewalInterval } = this.#settings;
    return { activationInterval: Number(activationInterval), renewalInterval: Number(renewalInterval) };
  }

  #tally({ productId, licenceState }: ActivationRequest, code: number): void {
    this.#byResult[code] = (this.#byResult[code] ?? 0) + 1;
    this.#byState[licenceState]! += 1;
    const id = toHex(productId);
    const results = this.#byProduct[this.#products.has(id) ? id : "unknown"] ??= {};
    results[code] = (results[code] ?? 0) + 1;
  }
}

const views = new WeakMap<Seen, string>();

function machineView(seen: Seen): string {
  const { request, result, counted, first, time } = seen;
  const known = views.get(seen);
  if (known !== undefined) return known;
  const view = JSON.stringify([
    toHex(request.hardware),
    toHex(request.machineId),
    request.name,
    toHex(request.productId),
    [request.virtual, request.ephemeral, counted],
    [request.licenceState, request.minutesLeft, CODES[result]],
    [first, time],
  ]);
  views.set(seen, view);
  return view;
}
