import { command } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { ended, stateFolder } from "../session.ts";

export const serve = command(
  "serve",
  "Run the KMS host in this terminal",
  (yargs) =>
    yargs
      .option("listen", { type: "string", default: "0.0.0.0", describe: "address to listen on" })
      .option("port", {
        type: "string",
        describe: "port for this run, instead of the setting; 0 takes a free one",
      }),
  async ({ listen, port, json, ...options }) => {
    if (/^[^:]*:\d+$/.test(listen)) {
      throw new UsageError("--listen takes an address alone; the port goes to --port");
    }
    const { startHost } = await import("../../app/start_host.ts");
    const stopped = ended();
    const host = await startHost({
      folder: stateFolder(options),
      address: listen,
      port: port === undefined ? null : readPort(port),
      note: (text) => printNote(`kms: ${text}`),
    });
    const { address, port: bound, trouble } = host.listening;
    printResult(json, { listening: { address, port: bound }, trouble }, [
      `KMS host listening on ${address} port ${bound}.`,
    ]);
    if (trouble !== null) printNote(`kms: signing nothing: ${trouble}`);
    await stopped;
    printNote("kms: stopping");
    await host.stop();
  },
);

/** Throws UsageError. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new UsageError(`a port is a whole number from 0 to 65535, got ${JSON.stringify(text)}`);
}
