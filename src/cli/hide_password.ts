/** Fields of /proc/self/stat (proc(5), from 1), behind the name of the program, which is field 2 and ends with the last bracket. */
const ARG_START = 48;
const ARG_END = 49;
const FIRST_AFTER_NAME = 3;

/**
 * Writes asterisks over `password` in this process's arguments, as ps and /proc show them. False where that cannot be done, which is
 * everywhere but on Linux.
 */
export function hidePassword(password: string): boolean {
  if (Deno.build.os !== "linux" || password === "") return false;
  try {
    return overwrite(new TextEncoder().encode(password));
  } catch {
    return false;
  }
}

function overwrite(secret: Uint8Array): boolean {
  const { start, end } = argumentRange(Deno.readTextFileSync("/proc/self/stat"));
  using memory = Deno.openSync("/proc/self/mem", { read: true, write: true });
  const bytes = new Uint8Array(Number(end - start));
  memory.seekSync(start, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) at += memory.readSync(bytes.subarray(at)) ?? bytes.length;
  const places = placesOf(secret, bytes);
  for (const place of places) {
    memory.seekSync(start + BigInt(place), Deno.SeekMode.Start);
    memory.writeSync(new Uint8Array(secret.length).fill(0x2a));
  }
  return places.length > 0;
}

/** Where in memory the arguments begin and end. */
function argumentRange(stat: string): { start: bigint; end: bigint } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => BigInt(fields[number - FIRST_AFTER_NAME] ?? "0");
  return { start: field(ARG_START), end: field(ARG_END) };
}

/** Where `secret` stands as an argument of its own, or behind the = of an option. */
export function placesOf(secret: Uint8Array, bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 1; at + secret.length <= bytes.length; at++) {
    const begins = bytes[at - 1] === 0 || bytes[at - 1] === 0x3d;
    const ends = at + secret.length === bytes.length || bytes[at + secret.length] === 0;
    if (begins && ends && secret.every((byte, i) => bytes[at + i] === byte)) places.push(at);
  }
  return places;
}

/** The value of --password among the words of the command line. */
export function passwordIn(words: readonly string[]): string | undefined {
  const at = words.indexOf("--password");
  return at >= 0 ? words[at + 1] : words.find((word) => word.startsWith("--password="))?.slice(11);
}
