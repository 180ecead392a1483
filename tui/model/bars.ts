const EIGHTHS = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/** Stands where there was nothing: on the ground, and no bar. */
const NOTHING = ".";

/** Values as bars of one column each in `rows` rows, the highest row first; `most`: the value of a full bar. */
export function bars(values: readonly number[], rows: number, most: number): string[] {
  const heights = values.map((value) => heightOf(value, rows * 8, most));
  return Array.from({ length: rows }, (_, i) => {
    const ground = (rows - 1 - i) * 8;
    return heights.map((height) => cellOf(height - ground, ground === 0)).join("");
  });
}

/** In eighths of a row: what is there at all is seen. */
function heightOf(value: number, full: number, most: number): number {
  if (value <= 0) return 0;
  return Math.min(full, Math.max(1, Math.round((value / Math.max(1, most)) * full)));
}

function cellOf(height: number, isGround: boolean): string {
  if (height <= 0) return isGround ? NOTHING : " ";
  return EIGHTHS[Math.min(8, height)]!;
}
