import * as v from "valibot";
import { withDigest, withoutDigest } from "../crypto/digest_member.ts";
import { type NotifyTarget, notifyTargetSchema } from "../policy/notify.ts";
import { OperationError } from "../policy/operation_error.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseKept } from "../policy/kept_format.ts";
import type { DocumentFolder, DurableDocument } from "../ports.ts";

/** An exporter of metrics has a port from 9100 on; this one ends as the port of activation does. */
export const METRICS_PORT = 9688;
/** This computer alone, unless it is said otherwise: whoever comes may read. */
export const METRICS_ADDRESS = "127.0.0.1";

const NAME = "monitoring.json";
const schema = v.strictObject({
  format: v.literal(1),
  notify: notifyTargetSchema,
  /** The listener for metrics and probes. */
  metrics: v.strictObject({
    enabled: v.boolean(),
    address: v.string(),
    /** 0 takes a free one at each start. */
    port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
  }),
});
type Stored = v.InferOutput<typeof schema>;
export type MetricsSettings = Readonly<Stored["metrics"]>;

/** How a host is watched from outside. */
export interface MonitoringSettings {
  readonly notify: NotifyTarget;
  readonly metrics: MetricsSettings;
}

const INITIAL: MonitoringSettings = {
  notify: { kind: "off" },
  metrics: { enabled: false, address: METRICS_ADDRESS, port: METRICS_PORT },
};

/** monitoring.json: apart from the journal, for addresses and commands may hold secrets. */
export class MonitoringDocument {
  readonly #document: DurableDocument<unknown>;
  #settings: MonitoringSettings | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(documents: DocumentFolder) {
    this.#document = documents.json(NAME);
  }

  /** Rejects with OperationError where it is damaged. */
  async read(): Promise<MonitoringSettings> {
    return this.#settings ??= await this.#load();
  }

  /** Resolves once the change is on disk; one after another. */
  change(change: Partial<MonitoringSettings>): Promise<void> {
    const changed = this.#last.then(async () => {
      const settings = { ...await this.read(), ...change };
      await this.#document.write(withDigest({ format: 1, ...settings }));
      this.#settings = settings;
    });
    this.#last = changed.catch(() => {});
    return changed;
  }

  async #load(): Promise<MonitoringSettings> {
    try {
      const stored = await this.#document.read();
      return stored === null ? INITIAL : parseKept(schema, stored, NAME, { opened: withoutDigest });
    } catch (cause) {
      if (!(cause instanceof DecodeError)) throw cause;
      throw new OperationError(`What is set for monitoring is not to be had: ${cause.message}`, {
        remedy: `remove ${NAME} from the state folder, then set it again: kms health notify, kms metrics`,
        cause,
      });
    }
  }
}
