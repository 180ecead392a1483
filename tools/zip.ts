import { crc32 } from "node:zlib";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIZE = 22;
const LOCAL_HEADER_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * The content of a ZIP archive that holds one file of the given name, as Deno's releases do. Throws if it is
 * anything else or damaged. Format: PKWARE APPNOTE 4.3.
 */
export async function readSingleFileZip(
  zip: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entry = readEntry(zip, view, view.getUint32(findEnd(view) + 16, true));
  if (entry.name !== name) throw new Error(`expected an archive of ${name}, got one of ${entry.name}`);
  const content = await inflate(entry.data, entry.method);
  if (crc32(content) !== entry.crc) throw new Error(`${name} in the archive is damaged`);
  return content;
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - END_SIZE; at >= 0; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new Error("not a ZIP archive, or cut off");
}

function readEntry(zip: Uint8Array<ArrayBuffer>, view: DataView, at: number) {
  if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw new Error("the ZIP archive has no entry");
  const local = view.getUint32(at + 42, true);
  const start = local + LOCAL_HEADER_SIZE + view.getUint16(local + 26, true) +
    view.getUint16(local + 28, true);
  return {
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    name: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))),
    data: zip.subarray(start, start + view.getUint32(at + 20, true)),
  };
}

async function inflate(data: Uint8Array<ArrayBuffer>, method: number): Promise<Uint8Array<ArrayBuffer>> {
  if (method === STORED) return data;
  if (method !== DEFLATED) throw new Error(`unknown ZIP compression ${method}`);
  const inflated = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}
