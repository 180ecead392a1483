/** A dashboard on a terminal that takes everything, in a process of its own: for each key, or empty line, that it is sent it prints what it has cost so far. */
import process from "node:process";
import { systemStopwatch } from "../../src/adapters/system/system.ts";
import { LocalConsole } from "../../src/app/consoles/local_console.ts";
import { show } from "../../tui/show.tsx";
import { FakeTerminal } from "../support/terminal/fake_terminal.ts";

const [folder] = Deno.args;
const terminal = new FakeTerminal(120, 40);
let frames = 0;
/** A frame is one write; what is shorter only hides the cursor or the like. */
const FRAME_UNITS = 500;

function take(): void {
  frames += terminal.written.splice(0).filter(({ length }) => length > FRAME_UNITS).length;
}

await using console_ = new LocalConsole(folder!);
const options = { host: console_, title: "KMS host", colour: true, elapsed: systemStopwatch.elapsed };
void show(options, terminal.streams());
setInterval(take, 50);
for await (const sent of Deno.stdin.readable) {
  terminal.press(new TextDecoder().decode(sent).trim());
  take();
  const { user, system } = process.cpuUsage();
  const mark = { cpu: (user + system) / 1e6, frames, at: performance.now() / 1000 };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(mark))); // ink takes the console for itself
}
Deno.exit(0);
