import { authorityKeyId } from "../crypto/certificates.ts";
import type { LicenceFile } from "../crypto/licence_file.ts";
import type { LicenceStanding } from "../policy/licence_state.ts";
import type { Clock, Machine, Random } from "../ports.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { fromHex } from "../protocol/bytes.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { fitMachineName } from "../protocol/machine_name.ts";
import { encodeRequest } from "../protocol/request.ts";
import type { ClientFacts } from "./client_store.ts";

/** What hosts are asked: to activate a product, or with `probe` what they would say to that. */
export interface Question {
  readonly product: Product;
  readonly licence: LicenceFile;
  readonly facts: Pick<ClientFacts, "machineId" | "highestEpoch" | "ephemeral">;
  readonly standing: LicenceStanding;
  /** The authority certificate of the lease that is held, 190 bytes; undefined where none is. */
  readonly leaseCertificate: Uint8Array | undefined;
  readonly probe: boolean;
}

export interface QuestionPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly machine: Machine;
}

/** A request frame of its own for each host: its nonce is used once. */
export async function requestFor(
  question: Question,
  { clock, random, machine }: QuestionPorts,
): Promise<Uint8Array> {
  const { product, licence, facts, standing, leaseCertificate, probe } = question;
  return encodeRequest({
    virtual: await machine.isVirtual(),
    renewal: leaseCertificate !== undefined,
    probe,
    ephemeral: facts.ephemeral,
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
  });
}

/** The authority certificates that need not be asked for. */
export function certificatesHeld({ licence, leaseCertificate }: Question): readonly Uint8Array[] {
  return [licence.authorityBytes, ...(leaseCertificate === undefined ? [] : [leaseCertificate])];
}
