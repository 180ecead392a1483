import * as v from "valibot";
import { productSchema } from "../protocol/licence_payload.ts";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const certificateSchema = v.strictObject({
  /** Base64url of the host's public key (32 bytes), its hardware (8) and its certificate (132). */
  publicKey: v.string(),
  hardware: v.string(),
  certificate: v.string(),
  /** Milliseconds since 1970. */
  issued: whole,
});

/** One computer that was activated with a key. */
const hostSchema = v.strictObject({
  /** How often it was activated, the first time included; the same certificate given out again is not counted. */
  activations: whole,
  certificates: v.array(certificateSchema),
});
export type ActivatedHost = v.InferOutput<typeof hostSchema>;

const hostKeySchema = v.strictObject({
  serial: whole,
  /** Product groups that hosts with this key may activate, a bit mask. */
  groups: whole,
  issued: whole,
  blocked: v.boolean(),
  /** Hosts that the key may activate, and how often each. */
  hostLimit: whole,
  activationLimit: whole,
  hosts: v.array(hostSchema),
});
export type HostKeyRecord = v.InferOutput<typeof hostKeySchema>;

/** authority.json. It holds no secret of any key: those follow from the master key (keys.ts). */
export const databaseSchema = v.strictObject({
  format: v.literal(1),
  /** Tells whether a master key is the one that this database was made with, and nothing else of it. */
  masterKeyCheck: v.string(),
  publisher: v.string(),
  url: v.nullable(v.string()),
  /** Epoch of the host certificates that are issued. */
  epoch: whole,
  /** Life of a host certificate, days. */
  hostDays: whole,
  nextSerial: whole,
  products: v.array(productSchema),
  hostKeys: v.array(hostKeySchema),
  /** Which authority key is in use, from 1: each has files of its own. Absent in a database of before keys were replaced. */
  generation: v.optional(v.pipe(whole, v.minValue(1)), 1),
  /** Serial of the licence file that is in force. */
  licenceSerial: v.optional(v.pipe(whole, v.minValue(1)), 1),
});
export type Database = v.InferOutput<typeof databaseSchema>;
