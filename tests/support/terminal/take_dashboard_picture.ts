/** `deno task pictures`: the dashboard of `kms demo` as it stood in a real terminal, as an SVG. */
import { TempFolder } from "../disk/temp_folder.ts";
import { terminalSvg } from "./terminal_svg.ts";
import { Terminal } from "./tmux.ts";

const SIZE = { columns: 100, rows: 28 };
const MAIN = new URL("../../../main.ts", import.meta.url).pathname;
const PICTURE = new URL("../../../docs/pictures/dashboard.svg", import.meta.url);
const TITLE =
  "The overview of kms demo: two products against their thresholds, the last hour, and requests as they come";

await Terminal.prepare();
await using bin = await TempFolder.make();
await Deno.writeTextFile(
  `${bin.path}/kms`,
  `#!/bin/sh\nexec '${Deno.execPath()}' run -q -A '${MAIN}' "$@"\n`,
  {
    mode: 0o755,
  },
);
await using folder = await TempFolder.make();
await using terminal = await Terminal.open(folder.path, bin.path, SIZE.columns, SIZE.rows);
await terminal.enter(`TMPDIR='${folder.path}' kms demo --machines 40 --seconds 20`);
await terminal.shows(/ 2[0-4]\/25 ○ \d+ missing/); // while the smaller product is activated and the other is not
await Deno.writeTextFile(PICTURE, terminalSvg(await terminal.colouredScreen(), SIZE.columns, TITLE));
await terminal.press("q");
await terminal.shows(/computers activated/);
