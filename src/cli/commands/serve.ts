import { command } from "../command.ts";
import { readPort } from "../numbers.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { ended, stateFolder } from "../session.ts";

export const serve = command({
  words: "serve",
  summary: "Run the KMS host in this terminal",
  hereOnly: true,
  options: {
    listen: { type: "string", default: "0.0.0.0", describe: "address to listen on" },
    port: {
      type: "string",
      describe: "port for this run, instead of the setting; 0 takes a free one",
    },
  },
  async run({ listen, port, json, ...options }) {
    if (/^[^:]*:\d+$/.test(listen)) {
      throw new UsageError("--listen takes an address alone; the port goes to --port");
    }
    const { startHost, StoppedEarly } = await import("../../app/serving/start_host.ts");
    const [stopped, ending] = [ended(), new AbortController()];
    stopped.then(() => ending.abort());
    const host = await startHost({
      folder: stateFolder(options),
      address: listen,
      port: port === undefined ? null : readPort(port),
      note: (text) => printNote(`kms: ${text}`),
      ending: ending.signal,
    }).catch((error) => {
      if (!(error instanceof StoppedEarly)) throw error;
    });
    if (host === undefined) return printNote("kms: stopped before it listened");
    const { address, port: bound, trouble } = host.listening;
    printResult(json, { listening: { address, port: bound }, trouble }, [
      `KMS host listening on ${address} port ${bound}.`,
    ]);
    if (trouble !== null) printNote(`kms: signing nothing: ${trouble}`);
    await stopped;
    printNote("kms: stopping");
    await host.stop();
  },
});
