import type { Connection, Network } from "../../../src/ports.ts";
import { encodeCertificateReply } from "../../../src/protocol/certificate_exchange.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import { authorityBytes } from "../samples/samples.ts";
import type { YearHost } from "./year_host.ts";

export const HOST_NAMES = ["kms-1", "kms-2"] as const;
export type HostName = typeof HOST_NAMES[number];
export const addressOf = (name: string) => `192.0.2.${1 + HOST_NAMES.findIndex((one) => one === name)}`;

/** The network as one computer has it. `reach`: gives the host at an address, or throws. `asked`: answers a request there. */
export function yearNetwork(
  reach: (address: string) => YearHost,
  asked: (host: YearHost, frame: Uint8Array) => Uint8Array,
): Network {
  return {
    // deno-lint-ignore require-await -- what reach() throws is to be a rejection
    async connect(address) {
      return connectionTo(reach(address), asked);
    },
  };
}

function connectionTo(
  host: YearHost,
  asked: (host: YearHost, frame: Uint8Array) => Uint8Array,
): Connection {
  const answers: Uint8Array[] = [];
  const closing = Promise.withResolvers<never>();
  closing.promise.catch(() => {});
  return {
    remoteAddress: addressOf(host.name),
    write: (frame) => {
      const isRequest = frameType(frame) === Type.request;
      answers.push(isRequest ? asked(host, frame) : encodeCertificateReply(authorityBytes));
      return Promise.resolve();
    },
    read: () => answers.length > 0 ? Promise.resolve(answers.shift()!) : closing.promise,
    close: () => closing.reject(new Error("the connection is closed")),
  };
}
