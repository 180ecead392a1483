/** What of checkpoints is in a folder. */
export interface CheckpointFiles {
  /** Files of machine records, and the number of the newest. */
  readonly machines: number;
  readonly newest: number;
  /** The number of the one that state.json names. */
  readonly named: number;
  /** When state.json.new was written last, where it is there: it is to become state.json. */
  readonly unfinished: number | undefined;
}

const MACHINES = /^machines-(\d{8})\.jsonl$/;

export async function checkpointFiles(folder: string): Promise<CheckpointFiles> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const numbers = names.flatMap((name) => numberOf(name) ?? []);
  const { state } = JSON.parse(await Deno.readTextFile(`${folder}/state.json`));
  const unfinished = names.includes("state.json.new")
    ? (await Deno.stat(`${folder}/state.json.new`)).mtime?.getTime()
    : undefined;
  return {
    machines: numbers.length,
    newest: Math.max(0, ...numbers),
    named: numberOf(state.machines.file)!,
    unfinished,
  };
}

function numberOf(name: string): number | undefined {
  const match = MACHINES.exec(name);
  return match === null ? undefined : Number(match[1]);
}
