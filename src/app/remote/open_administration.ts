import { documentFolder } from "../../adapters/disk/documents.ts";
import { makeSelfSigned } from "../../adapters/network/self_signed.ts";
import { Administration, type AdminListener, NO_LISTENER } from "../../admin/administration.ts";
import { scrypt } from "../../crypto/scrypt.ts";
import type { Host } from "../../host/host.ts";
import type { HostEvent } from "../../policy/events.ts";

/** How it is tied to what runs; without, there is nothing that runs. */
export interface AdministrationTies {
  readonly listener: AdminListener;
  readonly userEnded: (name: string) => void;
  readonly note: (text: string) => void;
}

const UNTIED: AdministrationTies = { listener: NO_LISTENER, userEnded: () => {}, note: () => {} };

/** Remote administration of a host's state folder. Rejects with OperationError where its document is damaged. */
export async function openAdministration(
  host: Host,
  ties: AdministrationTies = UNTIED,
): Promise<Administration> {
  const { clock, random, disk, machine } = host.ports;
  return await Administration.open({
    clock,
    random,
    documents: documentFolder(disk),
    hardware: await machine.hardware(),
    derive: scrypt,
    makeIdentity: () => makeSelfSigned(machine.name(), { clock, random }),
    listener: ties.listener,
    userEnded: ties.userEnded,
    record: (event) => recordOrNote(host, event, ties.note),
  });
}

/** What has been done stands, also where the journal cannot take it in: users can be removed from a host whose disk fails. */
export async function recordOrNote(
  host: Host,
  event: HostEvent,
  note: (text: string) => void,
): Promise<void> {
  try {
    await host.record([event]);
  } catch (error) {
    note(`event ${event.id} is not in the journal: ${error instanceof Error ? error.message : error}`);
  }
}
