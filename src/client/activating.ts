import { authorityKeyId } from "../crypto/certificates.ts";
import type { LicenceFile } from "../crypto/licence_file.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { fromHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { fitMachineName } from "../protocol/machine_name.ts";
import type { Reply } from "../protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../protocol/request.ts";
import type { LicenceStanding } from "../policy/licence_state.ts";
import { OperationError } from "../policy/operation_error.ts";
import { checkReply } from "./check.ts";
import type { ClientPorts } from "./client.ts";
import type { ClientFacts, ClientStore } from "./client_store.ts";
import { exchange, type Exchanged } from "./exchange.ts";
import { formatHostAddress, type HostAddress, parseHostAddress } from "./host_address.ts";
import { refusalOf, signedRefusal, unanswered } from "./refusals.ts";

/** What an activation gave. */
export interface Activation {
  readonly product: Product;
  readonly host: HostAddress;
  readonly reply: Reply;
  /** When the lease ends, milliseconds since 1970. */
  readonly ends: number;
}

interface Circumstances {
  readonly facts: ClientFacts;
  readonly product: Product | undefined;
  readonly licence: LicenceFile | undefined;
  readonly standing: LicenceStanding;
}

interface Asking extends Circumstances {
  readonly product: Product;
  readonly licence: LicenceFile;
}

/** Asks the host once; a lease that it grants is on disk when this resolves. Rejects with OperationError. */
export async function activate(
  ports: ClientPorts,
  store: ClientStore,
  circumstances: Circumstances,
): Promise<{ activation: Activation; highestEpoch: number }> {
  const asking = ready(circumstances);
  const { product, licence, facts } = asking;
  const host = hostAddress(facts);
  const lease = await store.readSoundLease();
  const held = [licence.authorityBytes, ...(lease === undefined ? [] : [lease.authorityCertificate])];
  const request = encodeRequest(await requestOf(ports, asking, lease !== undefined));
  const exchanged = await ask(ports, host, request, held);
  if (exchanged.kind === "error") throw refusalOf(exchanged.result, host);
  const checked = checkReply(exchanged.frames, { roots: licence.roots, product, now: ports.clock.now() });
  if (checked.kind === "fault") {
    throw new OperationError(`The answer of ${formatHostAddress(host)} does not hold: ${checked.reason}`, {
      code: checked.code,
    });
  }
  if (checked.kind === "refused") throw signedRefusal(checked.reply, product, host);
  await store.writeLease(exchanged.frames);
  const { reply, validity } = checked;
  return {
    activation: { product, host, reply, ends: (reply.issued + validity * 60) * 1000 },
    highestEpoch: Math.max(facts.highestEpoch, reply.certificate.epoch),
  };
}

function ready({ product, licence, ...others }: Circumstances): Asking {
  if (licence === undefined) {
    throw new OperationError("Cannot activate: no licence file is installed, or it is damaged", {
      remedy: "kms /ilc FILE",
    });
  }
  if (product === undefined) {
    throw new OperationError("Cannot activate: no product key is installed", {
      code: HResult.keyNotInstalled,
    });
  }
  return { product, licence, ...others };
}

function hostAddress({ host }: ClientFacts): HostAddress {
  if (host !== null) return parseHostAddress(host);
  throw new OperationError("Cannot activate: no KMS host is set", {
    code: HResult.noHostAnswered,
    remedy: "kms /skms HOST[:PORT]",
  });
}

async function requestOf(
  { machine, clock, random }: ClientPorts,
  { product, licence, facts, standing }: Asking,
  renewal: boolean,
): Promise<ActivationRequest> {
  return {
    virtual: await machine.isVirtual(),
    renewal,
    probe: false,
    ephemeral: false,
    licenceState: standing.state,
    minutesLeft: standing.minutesLeft,
    clientTime: Math.floor(clock.now() / 1000),
    machineId: fromHex(facts.machineId, 16, "machine ID"),
    hardware: await machine.hardware(),
    productId: fromHex(product.id, 16, "product ID"),
    nonce: random.bytes(16),
    highestEpoch: facts.highestEpoch,
    authorityKeyId: authorityKeyId(decodeAuthorityCertificate(licence.authorityBytes).publicKey),
    name: fitMachineName(machine.name()),
  };
}

async function ask(
  ports: ClientPorts,
  host: HostAddress,
  request: Uint8Array,
  held: readonly Uint8Array[],
): Promise<Exchanged> {
  try {
    return await exchange(ports, host, request, held);
  } catch (cause) {
    throw unanswered(host, cause);
  }
}
