/**
 * `deno task bench:library [--json]`: how long checkLicence takes for an activated product, over 1,000 calls one after another, on Deno
 * from source and on Node from the built package. The first call of a process is told apart: it loads what the others have.
 */
import { documentFolder } from "../../src/adapters/disk/documents.ts";
import { NodeDisk } from "../../src/adapters/disk/node_disk.ts";
import { activate } from "../../src/client/mod.ts";
import { installLibrary } from "../support/programs/npm_package.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { startDemoHost } from "./demo_host.ts";

const CALLS = 1000;
const ROOT = new URL("../..", import.meta.url).pathname;

/** What is measured, as a program of its own: prints JSON. */
function program(library: string, options: unknown): string {
  return `
const begun = performance.now();
const { checkLicence } = await import(${JSON.stringify(library)});
const options = ${JSON.stringify(options)};
const { state } = await checkLicence(options);
const first = performance.now() - begun;
if (state !== "licensed") throw new Error(state);
const times = [];
for (let call = 0; call < ${CALLS}; call++) {
  const from = performance.now();
  await checkLicence(options);
  times.push(performance.now() - from);
}
times.sort((a, b) => a - b);
const at = (part) => times[Math.floor(part * ${CALLS - 1})];
console.log(JSON.stringify({ first, median: at(0.5), p99: at(0.99), most: at(1) }));
`;
}

async function measured(command: string, args: readonly string[]): Promise<Record<string, number>> {
  const { stdout, stderr, success } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

await using folder = await TempFolder.make();
const host = await startDemoHost();
const figures: Record<string, Record<string, number>> = {};
try {
  const state = `${folder.path}/state`;
  const options = { folder: state, licenceFile: host.licenceFile, productId: host.productId.toHex() };
  const facts = documentFolder(new NodeDisk(state)).json("client.json");
  await activate(options); // finds no host, and makes the folder
  await facts.write({ ...await facts.read() as object, host: `127.0.0.1:${host.port}` });
  const { error } = await activate(options);
  if (error !== null) throw new Error(error.message);
  await installLibrary(folder.path);
  const [onDeno, onNode] = [`${folder.path}/deno.mjs`, `${folder.path}/node.mjs`];
  await Deno.writeTextFile(onDeno, program(`file://${ROOT}src/client/mod.ts`, options));
  await Deno.writeTextFile(onNode, program("@kms/client", options));
  const run = ["run", "-A", "--no-check", "--config", `${ROOT}deno.json`, onDeno];
  figures["Deno"] = await measured(Deno.execPath(), run);
  figures["Node"] = await measured("node", [onNode]);
} finally {
  await host.stop();
}
if (Deno.args.includes("--json")) console.log(JSON.stringify(figures));
else {
  for (const [runtime, { first, median, p99, most }] of Object.entries(figures)) {
    const shown = [median, p99, most].map((time) => time!.toFixed(2));
    console.log(
      `${runtime}: first check ${first!.toFixed(0)} ms with loading; then median ${shown[0]}, p99 ${
        shown[1]
      }, longest ${shown[2]} ms of ${CALLS}`,
    );
  }
}
