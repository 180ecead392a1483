/** Damm's quasigroup of order 10 (H. M. Damm, 2004): one row an interim digit, one column an input digit. Written down apart from src. */
const ROWS = `
0 3 1 7 5 9 8 6 4 2
7 0 9 2 1 5 4 8 6 3
4 2 0 6 8 7 1 3 5 9
1 7 5 0 9 8 3 4 2 6
6 1 2 3 0 4 5 9 7 8
3 6 7 4 2 0 9 5 8 1
5 8 6 9 7 2 0 1 3 4
8 9 4 5 3 6 2 0 1 7
9 4 3 8 6 1 7 2 0 5
2 5 8 1 4 3 6 7 9 0`.trim().split("\n").map((row) => row.split(" ").map(Number));

/** The interim digit after a run of digits, which is the run's check digit. */
export function dammState(digits: string): number {
  return Array.from(digits, Number).reduce((interim, digit) => ROWS[interim]![digit]!, 0);
}

/** SPEC 11: the check digit of six digits at a place, counted from 1. */
export function dammDigit(place: number, six: string): number {
  return dammState(String(place).padStart(2, "0") + six);
}
