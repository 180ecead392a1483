import { plainLine } from "../../policy/plain_line.ts";
import { command } from "../command.ts";
import { dashboardOn, type Face, faceHere, SCREEN_READER_OPTION } from "../terminal.ts";
import { readWhole } from "../numbers.ts";
import { printNote, printResult, printText } from "../output.ts";
import { ended } from "../session.ts";

const MOST_MACHINES = 5000;
const MOST_SECONDS = 3600;

export const demo = command({
  words: "demo",
  summary: "Publisher, host and simulated computers",
  hereOnly: true,
  options: {
    machines: { type: "string", default: "30", describe: "simulated computers" },
    seconds: { type: "string", default: "10", describe: "time over which they start" },
    ...SCREEN_READER_OPTION,
  },
  async run({ machines, seconds, json, screenReader }) {
    const options = {
      machines: readWhole("--machines", machines, 1, MOST_MACHINES),
      seconds: readWhole("--seconds", seconds, 1, MOST_SECONDS),
    };
    const stopping = new AbortController();
    ended({ hangUp: true }).then(() => stopping.abort());
    const face = json ? undefined : faceHere(screenReader);
    const report = face === undefined
      ? await printDemo(options, json, stopping.signal)
      : await watchDemo(options, face, stopping);
    printResult(json, report, [
      `${report.activated} of ${report.asked} computers activated (count ${report.count}).`,
    ]);
  },
});

interface Options {
  readonly machines: number;
  readonly seconds: number;
}

/** Plain lines, for a pipe or a file. */
async function printDemo(options: Options, json: boolean, signal: AbortSignal) {
  const { startDemo } = await import("../../app/demo.ts");
  const print = (line: string) => json ? printNote(line) : printText(plainLine(line));
  const demo = await startDemo(print);
  try {
    return await demo.run({ ...options, print }, signal);
  } finally {
    await demo.stop();
  }
}

/** The dashboard, until the person leaves it. */
async function watchDemo(options: Options, face: Face, stopping: AbortController) {
  const { startDemo } = await import("../../app/demo.ts");
  const demo = await startDemo(() => {});
  try {
    const running = demo.run({ ...options, print: () => {} }, stopping.signal);
    await dashboardOn(demo.console, { title: "KMS demo", face, mayStop: false, signal: stopping.signal });
    stopping.abort();
    return await running;
  } finally {
    await demo.stop();
  }
}
