import { ownRecords } from "../../../src/dns/multicast/own_records.ts";
import type { AnnouncedService } from "../../../src/dns/multicast/own_records.ts";
import { queryPacket, question, responsePacket } from "../../../src/dns/multicast/packets.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { linkOf } from "./fake_lan.ts";

export const SERVICE_TYPE = "_volact._tcp.local.";

export function serviceOf(instance: string, change: Partial<AnnouncedService> = {}): AnnouncedService {
  return {
    instance,
    host: "server",
    port: 1688,
    priority: 0,
    weight: 0,
    text: { publisher: "Contoso" },
    listensAt: () => true,
    ...change,
  };
}

/** All records of a service at these addresses. */
export function recordsOf(service: AnnouncedService, ...addresses: readonly string[]): ResourceRecord[] {
  const own = ownRecords(service, linkOf(addresses));
  return [own.pointer, ...own.instance, ...own.addresses];
}

export function response(...answers: readonly ResourceRecord[]): Uint8Array<ArrayBuffer> {
  return responsePacket({ answers });
}

export function query(name: string, type: number, ...answers: readonly ResourceRecord[]) {
  return queryPacket({ questions: [question(name, type)], answers });
}

/** `SRV Contoso._volact._tcp.local. 120` and the like. */
export function shown(records: readonly ResourceRecord[]): string[] {
  return records.map(({ name, ttl, data }) => `${data.type} ${name} ${ttl}`);
}
