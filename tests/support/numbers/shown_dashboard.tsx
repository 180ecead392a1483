import { render } from "ink";
import type { Console } from "../../../src/api/console.ts";
import { Dashboard } from "../../../tui/dashboard.tsx";
import { wait } from "../../../tui/runtime/stream.ts";
import { themeFor } from "../../../tui/theme.ts";
import { FakeTerminal } from "../terminal/fake_terminal.ts";
import { until } from "../until.ts";
import { counted, type Figures, tally, UNKNOWN } from "./scenario_record.ts";

const RESULTS: Readonly<Record<string, string>> = {
  "activated": "activated",
  "renewed": "activated",
  "too few": "belowThreshold",
  "not served": "productNotServed",
  "clock off": "clockOff",
};

/** The log has it at its end. */
const OLDEST_EVENT = "product key ";

/** The dashboard of a host, on a terminal that has room for all that happens. */
export class ShownDashboard implements Disposable {
  // All in one column: rows of two are not told apart.
  readonly #terminal = new FakeTerminal(100, 160);
  readonly #instance;

  constructor(console: Console) {
    this.#instance = render(
      <Dashboard
        title="KMS host"
        host={console}
        wait={wait}
        theme={themeFor(false)}
        onQuit={() => {}}
      />,
      { ...this.#terminal.streams(), debug: true, exitOnCtrlC: false, patchConsole: false },
    );
  }

  /**
   * What the first frame with `sign` in it tells: something that is drawn no sooner than all that is to be told. After that, what the
   * whole log tells: the overview's feed leaves out what comes too fast to be read.
   */
  async toldBeside(sign: string) {
    const overview = await this.#frameWith(sign);
    this.#terminal.press("2");
    return { ...told(overview), feed: toldByLog(await this.#frameWith("[2 Activity]", OLDEST_EVENT)) };
  }

  async #frameWith(...signs: readonly string[]): Promise<string> {
    await until(() => Promise.resolve(signs.every((sign) => this.#terminal.frame().includes(sign))));
    return this.#terminal.frame();
  }

  [Symbol.dispose](): void {
    this.#instance.unmount();
  }
}

function told(frame: string) {
  const totals = /^ *Machines +([\d,]+) known · ([\d,]+) count · ([\d,]+) requests? so far/m.exec(frame)!;
  const [known, count, requests] = totals.slice(1).map(numberOf);
  const gauges = [
    ...frame.matchAll(/^ *(\S+) +[█░]+ +([\d,]+)\/[\d,]+ . (?:([\d,]+) missing|(not served)|activated)/gm),
  ];
  return {
    totals: { requests: requests!, known: known!, count: count! },
    answers: { results: answersOf(frame) },
    gauges: gauges.map(([, , count]) => ({ count: numberOf(count!) })),
    missing: {
      missing: Object.fromEntries(
        gauges.flatMap(([, name, , missing, unserved]) =>
          unserved === undefined ? [[name!, numberOf(missing ?? "0")]] : []
        ),
      ),
    },
  } satisfies Record<string, Partial<Figures> | Partial<Figures>[]>;
}

/** All answers since the host was set up, by their results. */
function answersOf(frame: string) {
  const row = /^ *Answers +(.*)$/m.exec(frame)![1]!;
  return Object.fromEntries(
    row.trim().split(" · ").map((share) => {
      const [, count, words] = /^([\d,]+) (.*)$/.exec(share)!;
      return [RESULTS[words!] ?? words!, numberOf(count!)];
    }),
  );
}

function toldByLog(frame: string) {
  const requests = requestsIn(frame);
  return {
    results: tally(requests, ({ result }) => result),
    answers: counted(requests.map(({ product, result }) => [`${product} ${result}`, 1])),
    byComputer: tally(requests, ({ computer }) => computer),
  } satisfies Partial<Figures>;
}

/** The requests among the rows of the log, of today or of days before. */
function requestsIn(frame: string) {
  return frame.split("\n").flatMap((row) => {
    const cells = row.replace(/^ *>/, "").trim().split(/ {2,}/);
    if (!/^(\d\d-\d\d )?\d\d:\d\d(:\d\d)?$/.test(cells[0]!) || cells.length < 5) return [];
    const [, outcome, , product] = cells;
    const result = RESULTS[outcome!.slice(2)] ?? outcome!;
    return [{ result, product: product === "unknown product" ? UNKNOWN : product!, computer: cells.at(-1)! }];
  });
}

function numberOf(text: string): number {
  return Number(text.replaceAll(",", ""));
}
