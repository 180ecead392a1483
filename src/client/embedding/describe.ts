import { decodeProductKey } from "../../crypto/product_key.ts";
import { LICENCE_REASON_TEXTS, mayRunIn } from "../../policy/licence_state.ts";
import { licenceStatusReason } from "../../policy/licence_status.ts";
import { USUAL_INTERVALS } from "../../policy/renewal.ts";
import type { Clock, DocumentFolder, Machine } from "../../ports.ts";
import { formatActivationId } from "../../protocol/activation_id.ts";
import { decodeReply, type Reply } from "../../protocol/reply.ts";
import { LicenceState } from "../../protocol/licence_state.ts";
import type { Client } from "../client.ts";
import { ClientStore } from "../client_store.ts";
import type { ClientLook } from "../standing.ts";
import { ADVICE, OWN_REASON_TEXTS } from "./advice.ts";
import type { Shipped } from "./shipped.ts";
import type { LicenceCheck, LicenceStateName, Problem } from "./types.ts";

/** What is told of every computer, whatever its folder holds. */
interface Circumstances {
  readonly clock: Clock;
  readonly machine: Machine;
}

type Properties = Partial<LicenceCheck>;
type Standing = Pick<
  LicenceCheck,
  "licenceStatus" | "reason" | "licenceStatusReason" | "gracePeriodRemaining" | "stateEnds" | "nextState"
>;

/** How the licence of an open client stands, with all that is known of it. Looks at the lease, and keeps what is to be remembered. */
export async function checkOf(
  client: Client,
  documents: DocumentFolder,
  shipped: Shipped,
  circumstances: Circumstances,
): Promise<LicenceCheck> {
  const look = await client.look();
  const standing = standingOf(client, look, shipped);
  const times = timesOf(look);
  const reply = times === undefined ? undefined : await replyIn(documents);
  return {
    ...NOTHING,
    ...stated(standing, circumstances),
    mayRun: mayRunIn(standing.licenceStatus),
    ...productProperties(client),
    ...hostProperties(client),
    ...intervalProperties(client, reply),
    ...times,
    ...replyProperties(reply),
    clientMachineId: client.machineId,
    rearmsLeft: client.rearmsLeft,
  };
}

/** What is told where nothing could be looked at. */
export function unchecked(error: Problem, mayRun: boolean, circumstances: Circumstances): LicenceCheck {
  const standing = unlicensed("notChecked", error.code ?? undefined);
  return { ...NOTHING, ...stated(standing, circumstances), mayRun, error };
}

function standingOf(client: Client, { standing }: ClientLook, { productIds }: Shipped): Standing {
  const { product } = client;
  if (product !== undefined && productIds.length > 0 && !productIds.includes(product.id)) {
    return unlicensed("otherProduct");
  }
  const { state, reason, ends, minutesLeft, next } = standing;
  if (reason === "notInstalled") return unlicensed(reason);
  return {
    licenceStatus: state,
    reason,
    licenceStatusReason: licenceStatusReason(state, reason),
    gracePeriodRemaining: minutesLeft,
    stateEnds: ends,
    nextState: nameOf(next),
  };
}

/** SL_E_PRODUCT_SKU_NOT_INSTALLED, unless there is a better code. */
function unlicensed(reason: keyof typeof OWN_REASON_TEXTS, code = 0xC004F015): Standing {
  return {
    licenceStatus: LicenceState.unlicensed,
    reason,
    licenceStatusReason: code,
    gracePeriodRemaining: 0,
    stateEnds: null,
    nextState: "unlicensed",
  };
}

function stated(standing: Standing, { clock, machine }: Circumstances) {
  const { licenceStatus, reason } = standing;
  return {
    ...standing,
    state: nameOf(licenceStatus),
    text: { ...LICENCE_REASON_TEXTS, ...OWN_REASON_TEXTS }[reason],
    advice: ADVICE[reason],
    trustedTime: clock.now(),
    computer: machine.name(),
  };
}

function nameOf(state: LicenceState): LicenceStateName {
  const names = Object.keys(LicenceState) as LicenceStateName[];
  return names.find((name) => LicenceState[name] === state)!;
}

function productProperties({ product, partialKey, licence }: Client): Properties {
  const publisher = licence?.payload.publisher ?? null;
  if (product === undefined) return { publisher, partialProductKey: partialKey ?? null };
  const { id, name, edition, kind, threshold, clientKey } = product;
  return {
    publisher,
    activationId: formatActivationId(id),
    name,
    description: `${edition}, ${kind}, by volume activation`,
    licenceFamily: edition,
    kind,
    productKeyChannel: "Volume:Client",
    productKeyId: String(decodeProductKey(clientKey).serial),
    partialProductKey: partialKey ?? null,
    requiredClientCount: threshold,
  };
}

function hostProperties({ settings, hostInUse }: Client): Properties {
  const found = hostInUse?.origin === "remembered" ? hostInUse : undefined;
  const set = found === undefined ? hostInUse : undefined;
  const portAlone = /^:(\d+)$/.exec(settings.host ?? "")?.[1];
  return {
    keyManagementServiceMachine: set?.host ?? null,
    keyManagementServicePort: set?.port ?? (portAlone === undefined ? null : Number(portAlone)),
    keyManagementServiceLookupDomain: settings.domain,
    keyManagementServiceHostCaching: settings.hostCaching,
    multicast: settings.multicast,
    discoveredKeyManagementServiceMachineName: found?.host ?? null,
    discoveredKeyManagementServiceMachinePort: found?.port ?? null,
    discoveredKeyManagementServiceMachineIpAddress: found?.address ?? null,
    vlActivationTypeEnabled: settings.activationType,
  };
}

/** The folder keeps the usual intervals until a host has told others: they are told only where one has, for all that can be seen. */
function intervalProperties({ intervals }: Client, reply: Reply | undefined): Properties {
  const { activationInterval, renewalInterval } = intervals;
  const usual = activationInterval === USUAL_INTERVALS.activationInterval &&
    renewalInterval === USUAL_INTERVALS.renewalInterval;
  if (reply === undefined && usual) return {};
  return { vlActivationInterval: activationInterval, vlRenewalInterval: renewalInterval };
}

function timesOf({ lease }: ClientLook): Properties | undefined {
  if (lease === undefined || "reason" in lease) return undefined;
  return { activationIssued: lease.issued, activationEnds: lease.ends, renewalDue: lease.renewAfter };
}

/** The reply of the stored lease, which has been verified. */
async function replyIn(documents: DocumentFolder): Promise<Reply | undefined> {
  const lease = await new ClientStore(documents).readSoundLease();
  return lease === undefined ? undefined : decodeReply(lease.reply);
}

function replyProperties(reply: Reply | undefined): Properties {
  if (reply === undefined) return {};
  return {
    keyManagementServiceCurrentCount: reply.count,
    keyManagementServiceProductKeyId: String(reply.certificate.serial),
  };
}

const NOTHING = {
  error: null,
  evaluationEndDate: null,
  activationId: null,
  name: null,
  description: null,
  licenceFamily: null,
  kind: null,
  productKeyChannel: null,
  productKeyId: null,
  partialProductKey: null,
  requiredClientCount: null,
  publisher: null,
  clientMachineId: null,
  rearmsLeft: null,
  keyManagementServiceMachine: null,
  keyManagementServicePort: null,
  keyManagementServiceLookupDomain: null,
  keyManagementServiceHostCaching: null,
  multicast: null,
  discoveredKeyManagementServiceMachineName: null,
  discoveredKeyManagementServiceMachinePort: null,
  discoveredKeyManagementServiceMachineIpAddress: null,
  vlActivationTypeEnabled: null,
  vlActivationInterval: null,
  vlRenewalInterval: null,
  activationIssued: null,
  activationEnds: null,
  renewalDue: null,
  keyManagementServiceCurrentCount: null,
  keyManagementServiceProductKeyId: null,
  isKeyManagementServiceMachine: false,
  offlineInstallationId: null,
} as const;
