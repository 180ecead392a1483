import { toHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { ReplyFields } from "../protocol/reply.ts";
import type { ActivationRequest } from "../protocol/request.ts";
import { EventId, type HostEvent, type RequestProcessed } from "./events.ts";
import type { KnownMachine } from "../table/machine_table.ts";
import { KeyKind, keyKind, type MachineIdentity } from "../table/record.ts";
import { CLOCK_TOLERANCE_SECONDS } from "./clock_tolerance.ts";
import { addressGroup } from "./remote_address.ts";
import type { HostState } from "./state.ts";

/** What the host may activate: the products of its licence file, by ID, that its certificate's groups cover. */
export type Catalogue = ReadonlyMap<string, Product>;

export type Outcome =
  | { readonly kind: "activated"; readonly validity: number }
  | { readonly kind: "belowThreshold"; readonly needed: number }
  | { readonly kind: "productNotServed" }
  | { readonly kind: "clockOff" }
  | { readonly kind: "machineLimitReached" }
  /** The address has brought as many new machines as it may within a day. */
  | { readonly kind: "tryLater" };

export interface Decision {
  readonly outcome: Outcome;
  /** All of the reply but its certificate and signature. */
  readonly reply: ReplyFields;
  /** To be on disk before the reply is signed. Empty for a probe. */
  readonly events: readonly HostEvent[];
}

export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Sequence of the reply. */
  readonly sequence: number;
  /** Where the request came from. */
  readonly address: string;
  /** The products of the licence file that the host may not activate: they are known by their names wherever requests are counted. */
  readonly unserved?: Catalogue;
}

/** The host's rules: what a request is answered and what is recorded of it. Changes nothing. */
export function decide(
  state: HostState,
  catalogue: Catalogue,
  request: ActivationRequest,
  circumstances: Circumstances,
): Decision {
  const productId = toHex(request.productId);
  const product = catalogue.get(productId);
  const machine = assess(state, product, request, circumstances);
  const outcome = outcomeOf(machine, product, request, circumstances.now);
  const reply = replyOf(state, machine, outcome, request, circumstances);
  const events = request.probe
    ? []
    : eventsOf(state, machine, { productId, product }, reply, request, circumstances);
  return { outcome, reply, events };
}

/** The one place where an outcome becomes a code of the wire. */
export function resultOf(outcome: Outcome): HResult {
  return HResult[outcome.kind];
}

interface Assessment {
  readonly identity: MachineIdentity;
  readonly known: KnownMachine | undefined;
  /** Whether there is room for the machine's record. */
  readonly fits: boolean;
  /** Whether its address may bring it today. */
  readonly allowed: boolean;
  /** Whether a record of it is kept. */
  readonly recorded: boolean;
  readonly counted: boolean;
  /** The host's count with this machine. */
  readonly count: number;
}

function assess(
  state: HostState,
  product: Product | undefined,
  request: ActivationRequest,
  { now, address }: Circumstances,
): Assessment {
  const identity = {
    machineId: toHex(request.machineId),
    hardware: toHex(request.hardware),
    ephemeral: request.ephemeral,
  };
  const known = state.machines.lookRaw(request, identity, now);
  const totals = state.machines.totals(now);
  const { machineLimit, addressLimit } = state.settings;
  const fits = known !== undefined || hasRoom(totals, machineLimit, request);
  const brought = () => state.newcomers.count({ address, ephemeral: request.ephemeral }, now);
  const allowed = known !== undefined || addressLimit === 0 || brought() < addressLimit;
  const recorded = fits && allowed;
  const counted = recorded && counts(known, product, request);
  const count = totals.counted - (known?.counted === true ? 1 : 0) + (counted ? 1 : 0);
  return { identity, known, fits, allowed, recorded, counted, count };
}

/** Containers come and go by the thousand, and are known for 30 days each: together they take no more than half of the places. */
const EPHEMERAL_SHARE = 0.5;

function hasRoom(
  { known, ephemeral }: { readonly known: number; readonly ephemeral: number },
  limit: number,
  request: ActivationRequest,
): boolean {
  return known < limit && (!request.ephemeral || ephemeral < limit * EPHEMERAL_SHARE);
}

/** Physical machines count; virtual ones where their product says so, and go on counting whatever they ask for next. */
function counts(
  known: KnownMachine | undefined,
  product: Product | undefined,
  request: ActivationRequest,
): boolean {
  if (request.ephemeral) return false;
  if (!request.virtual) return true;
  return product?.countVirtual === true || (known !== undefined && known.virtual && known.counted);
}

function outcomeOf(
  machine: Assessment,
  product: Product | undefined,
  request: ActivationRequest,
  now: number,
): Outcome {
  const apart = Math.abs(request.clientTime - Math.floor(now / 1000));
  if (apart > CLOCK_TOLERANCE_SECONDS) return { kind: "clockOff" };
  if (product === undefined) return { kind: "productNotServed" };
  if (!machine.recorded && !request.ephemeral) { // an ephemeral one would not be counted anyway
    return { kind: machine.fits ? "tryLater" : "machineLimitReached" };
  }
  if (machine.count < product.threshold) return { kind: "belowThreshold", needed: product.threshold };
  return {
    kind: "activated",
    validity: request.ephemeral ? product.ephemeralMinutes : product.validityMinutes,
  };
}

function replyOf(
  state: HostState,
  machine: Assessment,
  outcome: Outcome,
  request: ActivationRequest,
  { now, sequence }: Circumstances,
): ReplyFields {
  const { activationInterval, renewalInterval } = state.settings;
  return {
    result: resultOf(outcome),
    count: machine.count,
    activationInterval,
    renewalInterval,
    validity: outcome.kind === "activated" && !request.probe ? outcome.validity : 0,
    issued: Math.floor(now / 1000),
    sequence,
  };
}

function eventsOf(
  state: HostState,
  machine: Assessment,
  { productId, product }: { readonly productId: string; readonly product: Product | undefined },
  reply: ReplyFields,
  request: ActivationRequest,
  { now, address, unserved }: Circumstances,
): HostEvent[] {
  const processed: RequestProcessed = {
    id: EventId.requestProcessed,
    time: now,
    result: reply.result,
    ...machine.identity,
    name: request.name,
    productId,
    virtual: request.virtual,
    renewal: request.renewal,
    licenceState: request.licenceState,
    minutesLeft: request.minutesLeft,
    recorded: machine.recorded,
    counted: machine.counted,
    count: machine.count,
    needed: (product ?? unserved?.get(productId))?.threshold ?? 0,
    sequence: reply.sequence,
    address,
  };
  return [
    processed,
    ...limitEvents(state, machine, request, now),
    ...addressEvents(state, machine, request, { now, address }),
    ...cloneEvents(state, machine, request, now),
  ];
}

/** The first machine that finds no room is reported, not each. */
function limitEvents(
  { health, settings }: HostState,
  { fits }: Assessment,
  { ephemeral }: ActivationRequest,
  now: number,
): HostEvent[] {
  if (fits || ephemeral || health.full) return [];
  return [{ id: EventId.machineLimitReached, time: now, limit: settings.machineLimit }];
}

/** Of an address, the first machine a day that is one too many is reported, not each. */
function addressEvents(
  { settings, newcomers }: HostState,
  { fits, allowed }: Assessment,
  { ephemeral }: ActivationRequest,
  { now, address }: Pick<Circumstances, "now" | "address">,
): HostEvent[] {
  if (!fits || allowed || ephemeral || newcomers.isTold(address, now)) return [];
  const limit = settings.addressLimit;
  return [{ id: EventId.addressLimitReached, time: now, address: addressGroup(address), limit }];
}

/** A clone is reported when its second hardware, or a further one, comes up for the first time. */
function cloneEvents(
  state: HostState,
  machine: Assessment,
  request: ActivationRequest,
  now: number,
): HostEvent[] {
  const { identity: { machineId }, known, recorded } = machine;
  if (!recorded || known?.isSame === true || keyKind(machine.identity) !== KeyKind.hardware) return [];
  const others = state.machines.hardwaresOf(machineId, now);
  if (others === 0) return [];
  return [{ id: EventId.cloneSeen, time: now, machineId, name: request.name, hardwares: others + 1 }];
}
