/** A place in a bundled script, as stacks name it. */
const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

interface SourceMap {
  /** Counted from 0; an empty object for what is in no source. */
  findEntry(line: number, column: number): {
    readonly originalSource?: string;
    readonly originalLine?: number;
    readonly originalColumn?: number;
  };
}

const maps = new Map<string, SourceMap | undefined>();

/**
 * An error with its stack, for who is to mend it, in places of the sources. The maps lie beside the bundled scripts, which do not name
 * them: Deno would read the map of every module that it loads.
 */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? error.message).replaceAll(
    PLACE,
    (place, url: string, line: string, column: string) => {
      const found = mapOf(url)?.findEntry(Number(line) - 1, Number(column) - 1);
      if (found?.originalSource === undefined) return place;
      return `${new URL(found.originalSource, url).href}:${found.originalLine! + 1}:${
        found.originalColumn! + 1
      }`;
    },
  );
}

function mapOf(script: string): SourceMap | undefined {
  if (!maps.has(script)) maps.set(script, readMap(script));
  return maps.get(script);
}

/** Undefined where there is none: a program that runs from its sources has none. */
function readMap(script: string): SourceMap | undefined {
  try {
    const { SourceMap } = globalThis.process.getBuiltinModule("node:module"); // takes longer to load than all the rest of a start
    return new SourceMap(JSON.parse(Deno.readTextFileSync(new URL(`${script}.map`))));
  } catch {
    return undefined;
  }
}
