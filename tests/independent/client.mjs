// An independent VA1 client, written from the protocol page alone. It plays N computers against a host:
//   node client.mjs --licence FILE --host ADDR:PORT [--machines N] [--first I] [--product ID-or-NAME] [--virtual]
//     [--ephemeral] [--probe] [--renewal] [--clock-skew SECONDS] [--json] [--abuse]
//   node client.mjs --self-test
// Exit 0: every exchange obeyed the page. 1: one did not. 2: wrong arguments.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runAbuse } from "./abuse.mjs";
import { checkReply, hex, RESULT } from "./check.mjs";
import { decodeReply, encodeRequest, FLAG } from "./codec.mjs";
import { demand } from "./crypto.mjs";
import { activate, makeMachine } from "./exchange.mjs";
import { readLicence } from "./licence.mjs";
import { runSelfTest } from "./self_test.mjs";

export { activate, checkReply, decodeReply, encodeRequest, makeMachine, readLicence };

const SWITCHES = ["virtual", "ephemeral", "probe", "renewal", "json", "abuse", "self-test"];
const OPTIONS = ["licence", "host", "machines", "first", "product", "clock-skew"];

/** "Reply", offset 32: the sequence rises; by how much, others that ask the same host decide. */
function checkSequence(answer, last, probe) {
  const floor = (last.get(answer.serial) ?? -1) + (probe ? 0 : 1);
  demand(
    answer.sequence >= floor,
    6,
    "reply offset 32 issue sequence",
    `${answer.sequence} after ${floor - 1}`,
  );
  last.set(answer.serial, answer.sequence);
}

function print(number, answer, json) {
  const { result, count, activation, renewal, validity, sequence } = answer;
  const fields = "error" in answer
    ? { error: hex(answer.error) }
    : { result: hex(result), count, activation, renewal, validity, sequence };
  const line = { machine: number, ...fields };
  console.log(json ? JSON.stringify(line) : Object.entries(line).flat().join(" "));
}

/** "Error frame": only a host that is not activated sends one to a well-formed request. */
async function runMachines(options, context) {
  const first = Number(options.first ?? 0);
  const last = new Map();
  for (let number = first; number < first + Number(options.machines ?? 1); number++) {
    try {
      const answer = await activate(options.address, makeMachine(number), context);
      print(number, answer, options.json);
      if ("error" in answer) {
        demand(
          answer.error === RESULT.notActivated,
          1,
          "error frame offset 4",
          `${hex(answer.error)} for a good request`,
        );
      } else checkSequence(answer, last, options.probe);
    } catch (cause) {
      throw new Error(`machine ${number}: ${cause.message}`, { cause });
    }
  }
}

function readOptions(words) {
  const options = {};
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, "");
    if (SWITCHES.includes(name)) options[name] = true;
    else if (OPTIONS.includes(name) && i + 1 < words.length) options[name] = words[++i];
    else return null;
  }
  const numbers = ["machines", "first", "clock-skew"].every((name) => /^-?\d+$/.test(options[name] ?? "0"));
  const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(options.host ?? "") ?? [];
  return numbers && (options["self-test"] || (options.licence && port))
    ? { ...options, address: { host, port: Number(port) } }
    : null;
}

function chooseProduct(products, wanted = products[0].id) {
  const same = (text) => text.toLowerCase() === wanted.toLowerCase();
  const unlisted = /^[0-9a-f]{32}$/i.test(wanted) ? { id: wanted } : null;
  return products.find((one) => same(one.id) || same(one.name)) ?? unlisted;
}

/** Resolves to the exit code, or to nothing for 0. */
async function main(options) {
  if (options === null) return console.error("usage: see the head of client.mjs"), 2;
  if (options["self-test"]) return runSelfTest();
  const licence = readLicence(readFileSync(options.licence, "utf8"));
  const product = chooseProduct(licence.products, options.product);
  if (product === null) return console.error(`no product ${options.product} in the licence file`), 2;
  const flags = Object.entries(FLAG).reduce((sum, [name, bit]) => sum + (options[name] ? bit : 0), 0);
  const context = { licence, product, flags, known: new Map(), skew: Number(options["clock-skew"] ?? 0) };
  return await (options.abuse ? runAbuse(options.address, context) : runMachines(options, context));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(readOptions(process.argv.slice(2))).then(
    (code) => (process.exitCode = code ?? 0),
    (error) => (console.error(error.message || error.code), process.exitCode = 1),
  );
}
