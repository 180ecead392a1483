/** Of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The smallest terminal on which the screens can be read. */
export const SMALLEST: Size = { columns: 60, rows: 12 };

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}
