import { RunningHost } from "../../../src/app/serving/running_host.ts";

/**
 * The running host of a state folder in the main thread, without supervisor and command line, which take most of the time of a start.
 * Prints where it listens, as `kms serve --json` does. Run with `--expose-gc` it collects its garbage when it is told SIGUSR2, and prints
 * what memory it then uses.
 */
const [folder = ""] = Deno.args;
const host = await RunningHost.start({
  folder,
  address: "127.0.0.1",
  port: 0,
  onFailure: end,
  onRenewal: () => end("another thread is asked for"),
  note: console.error,
});
Deno.addSignalListener("SIGTERM", async () => {
  await host.stop();
  Deno.exit(0);
});
Deno.addSignalListener("SIGUSR2", async () => {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  await new Promise((resolve) => setTimeout(resolve)); // what the first finds to be let go of, the second takes
  gc?.();
  console.log(JSON.stringify(Deno.memoryUsage()));
});
console.log(JSON.stringify({ listening: host.listening }));

function end(error: unknown): never {
  console.error(error);
  Deno.exit(1);
}
