import { dirname, posix, relative, resolve, sep } from "node:path";

/** Where a source map lies: its file, the same relative to the bundle, and the project it was made from. */
export interface MapPlace {
  readonly file: string;
  readonly path: string;
  readonly projectRoot: string;
}

/**
 * A source map as it is delivered: without the sources' text, which is most of it and which stack traces do
 * not need, and without the folders of the machine that made it. The project's sources go by their path in the
 * project and packages by `npm/name/version/…`, both relative to the bundle's folder. Throws if the map shows
 * that a development build of a package was bundled.
 */
export function portableSourceMap(text: string, place: MapPlace): string {
  const map: Record<string, unknown> & { sources: string[] } = JSON.parse(text);
  const sources = map.sources.map((source) => nameSource(resolve(dirname(place.file), source), place));
  const development = sources.find((source) => source.endsWith(".development.js"));
  if (development !== undefined) throw new Error(`Cannot deliver the bundle: it contains ${development}`);
  const { sourcesContent: _left, ...rest } = map;
  return JSON.stringify({ ...rest, sources });
}

function nameSource(source: string, place: MapPlace): string {
  const [, inRegistry] = source.split(`${sep}npm${sep}registry.npmjs.org${sep}`);
  const name = inRegistry === undefined ? relative(place.projectRoot, source) : `npm/${inRegistry}`;
  return posix.relative(posix.dirname(place.path), name.replaceAll(sep, "/"));
}
