/** What a terminal shows, with its colours, as an SVG: each run of one style has its place and width, so that columns stand in any font. */

const CELL = { width: 8.4, height: 18 };
const MARGIN = 12;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
/** Select Graphic Rendition, by class of the style sheet. */
const STYLES: Readonly<Record<string, string>> = { "1": "b", "2": "d", "7": "r" };
const COLOURS = ["k", "red", "green", "yellow", "blue", "magenta", "cyan", "w"];
const SHEET = `
.bg { fill: #ffffff; stroke: #d0d7de } text { fill: #1f2328 } .b { font-weight: bold } .d { opacity: .65 }
.red { fill: #b3261e } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .blue { fill: #0550ae }
.magenta { fill: #8250df } .cyan { fill: #0b6e7f }
@media (prefers-color-scheme: dark) {
.bg { fill: #0d1117; stroke: #30363d } text { fill: #e6edf3 } .red { fill: #ff7b72 } .green { fill: #56d364 }
.yellow { fill: #e3b341 } .blue { fill: #79c0ff } .magenta { fill: #d2a8ff } .cyan { fill: #39c5cf } }`;

interface Run {
  readonly text: string;
  readonly classes: readonly string[];
}

/** `screen`: as `tmux capture-pane -p -e` prints it. Each character takes one column. */
export function terminalSvg(screen: string, columns: number, title: string): string {
  const rows = screen.replace(/\n+$/, "").split("\n");
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = rows.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${SHEET}</style>`,
    `<rect class="bg" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    `<g font-family="${FONT}" font-size="14">`,
    ...rows.map((row, i) => rowSvg(runsOf(row), MARGIN + (i + 0.75) * CELL.height)),
    "</g></svg>",
    "",
  ].join("\n");
}

function rowSvg(runs: readonly Run[], y: number): string {
  let column = 0;
  return runs.map(({ text, classes }) => {
    const began = column;
    column += text.length;
    const style = classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
    return [...text.matchAll(PIECE)].map(([piece], i, all) => {
      const x = MARGIN + (began + all[i]!.index) * CELL.width;
      const place = `x="${x.toFixed(1)}" y="${y}" textLength="${(piece.length * CELL.width).toFixed(1)}"`;
      return `<text${style} ${place} lengthAdjust="spacingAndGlyphs">${escaped(piece)}</text>`;
    }).join("");
  }).join("");
}

/** Blanks at an end of a text, or more than one between words, are no text to an SVG. */
const PIECE = /\S+(?: \S+)*/g;

/** The parts of a row that have one style each. */
function runsOf(row: string): Run[] {
  const runs: Run[] = [];
  let classes: readonly string[] = [];
  // deno-lint-ignore no-control-regex
  for (const part of row.split(/(\u001b\[[0-9;]*m)/)) {
    // deno-lint-ignore no-control-regex
    const codes = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) classes = codes.split(";").reduce(styled, classes);
    else if (part !== "") runs.push({ text: part, classes });
  }
  return runs;
}

function styled(classes: readonly string[], code: string): readonly string[] {
  if (code === "" || code === "0") return [];
  const colour = /^[39]([0-7])$/.exec(code)?.[1];
  if (colour !== undefined) {
    return [...classes.filter((one) => !COLOURS.includes(one)), COLOURS[Number(colour)]!];
  }
  if (code === "39") return classes.filter((one) => !COLOURS.includes(one));
  return code in STYLES ? [...classes, STYLES[code]!] : classes;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
