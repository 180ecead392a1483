/** One for each series, as far as they can be told apart without colours. Each is one column wide. */
const FILLS = ["█", "▓", "▒", "░", "▞", "◆", "●", "○"];
const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LIMIT = "╌";

export function fillOf(series: number): string {
  return FILLS[series % FILLS.length]!;
}

/** Values one behind the other as a bar, which is `longest` columns for `most`; whatever is not nothing is seen. */
export function stackedBar(values: readonly number[], most: number, longest: number): string {
  let [bar, sum] = ["", 0];
  for (const [i, value] of values.entries()) {
    sum += value;
    const end = sum === 0 ? 0 : Math.min(longest, Math.max(1, Math.round(sum / most * longest)));
    bar += fillOf(i).repeat(Math.max(0, end - bar.length));
  }
  return bar;
}

export interface ColumnsRequest {
  readonly values: readonly number[];
  /** Lines to be drawn behind the columns. */
  readonly limits: readonly number[];
  /** Terminal columns and rows. */
  readonly width: number;
  readonly height: number;
}

/** A chart of columns. */
export interface DrawnColumns {
  /** From the top down; each as wide as the others. */
  readonly rows: readonly string[];
  /** What the top row stands for. */
  readonly most: number;
  /** From one column to the next. */
  readonly pitch: number;
  /** Width of one column; the rest of the pitch is empty. */
  readonly thick: number;
}

const THICKEST = 7;

/** The first columns only where there is no room for all: one terminal column is the least. */
export function drawColumns({ values, limits, width, height }: ColumnsRequest): DrawnColumns {
  const pitch = Math.max(1, Math.min(THICKEST + 1, Math.floor(width / Math.max(1, values.length))));
  const thick = pitch === 1 ? 1 : pitch - 1;
  const most = Math.max(1, ...values, ...limits);
  const shown = values.slice(0, Math.floor(width / pitch));
  const lines = new Set(limits.map((limit) => rowOf(limit, most, height)));
  const rows = Array.from({ length: height }, (_, i) => {
    const row = height - 1 - i;
    const empty = lines.has(row) ? LIMIT : " ";
    return shown.map((value) => {
      const part = EIGHTHS[eighthsIn(row, value, most, height)]!;
      return (part === " " ? empty : part).repeat(thick) + empty.repeat(pitch - thick);
    }).join("");
  });
  return { rows, most, pitch, thick };
}

/** How much of a row from the bottom is filled, in eighths; whatever is not nothing is seen. */
function eighthsIn(row: number, value: number, most: number, height: number): number {
  const eighths = value === 0 ? 0 : Math.max(1, Math.round(value / most * height * 8));
  return Math.min(8, Math.max(0, eighths - row * 8));
}

/** The row, from the bottom, in which the top of such a column is. */
export function rowOf(value: number, most: number, height: number): number {
  return Math.min(height - 1, Math.max(0, Math.ceil(value / most * height) - 1));
}
