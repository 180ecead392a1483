import { checkReply, type ExchangeFrames } from "../../../src/client/check.ts";
import { decodeLease, verifyLease } from "../../../src/client/lease.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { leaseFrames, leaseHardware, leaseText } from "../../support/samples/lease_samples.ts";
import { sampleLicence, sampleProduct } from "../../support/samples/sample_licence.ts";
import { authorityBytes, NOW, rootPublicKeys } from "../../support/samples/samples.ts";

/** Something signed, or bound to what is signed, every bit of which the program must look at. */
export interface Flippable {
  readonly what: string;
  readonly sound: Uint8Array;
  /** Whether the program takes it, by the very function by which it takes the sound one. */
  accepts(bytes: Uint8Array): boolean | Promise<boolean>;
}

/** False where `work` refuses as it should. */
export async function unlessRefused(work: () => unknown): Promise<boolean> {
  try {
    return await work() !== false;
  } catch (error) {
    if (error instanceof DecodeError || error instanceof OperationError) return false;
    throw error;
  }
}

const frames = leaseFrames();
const product = sampleProduct();
function isSound(changes: Partial<ExchangeFrames>): boolean {
  const context = { roots: rootPublicKeys, product, now: NOW * 1000 };
  return checkReply({ ...frames, ...changes }, context).kind !== "fault";
}

/** A state folder that holds this file. */
function folderWith(name: string, bytes: Uint8Array) {
  const disk = new SimulatedDisk();
  disk.put(name, new Uint8Array(bytes));
  return documentFolder(disk);
}

async function leaseHolds(bytes: Uint8Array): Promise<boolean> {
  const lease = decodeLease(await folderWith("lease.json", bytes).json("lease.json").read());
  return verifyLease(lease, { roots: rootPublicKeys, product, hardware: leaseHardware }).kind === "sound";
}

async function isLicence(bytes: Uint8Array): Promise<boolean> {
  return decodeLicenceFile((await folderWith("publisher.lic", bytes).text("publisher.lic").read())!) !==
    undefined;
}

/** What a client takes in: as `checkReply`, `verifyLease` and `decodeLicenceFile` see it. */
export const OF_CLIENT: readonly Flippable[] = [
  { what: "request that a reply answers", sound: frames.request, accepts: (request) => isSound({ request }) },
  { what: "reply", sound: frames.reply, accepts: (reply) => isSound({ reply }) },
  {
    what: "authority certificate",
    sound: authorityBytes,
    accepts: (authorityCertificate) => isSound({ authorityCertificate }),
  },
  {
    what: "lease",
    sound: new TextEncoder().encode(leaseText(frames)),
    accepts: (bytes) => unlessRefused(() => leaseHolds(bytes)),
  },
  {
    what: "licence file",
    sound: new TextEncoder().encode(sampleLicence()),
    accepts: (bytes) => unlessRefused(() => isLicence(bytes)),
  },
];
