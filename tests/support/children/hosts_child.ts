import { RunningHost } from "../../../src/app/serving/running_host.ts";

/** Hosts of several state folders, in one process: `FOLDER PORT FOLDER PORT …`. Says `ready` once all listen. */
const fail = (error: unknown) => {
  throw error;
};
for (let at = 0; at < Deno.args.length; at += 2) {
  await RunningHost.start({
    folder: Deno.args[at]!,
    address: "0.0.0.0",
    port: Number(Deno.args[at + 1]),
    onFailure: fail,
    onRenewal: () => fail(new Error("another thread was asked for")),
    note: console.error,
  });
}
console.log("ready");
