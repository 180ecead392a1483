/** A file to archive: its path with `/`, its permissions and its content. */
export interface TarFile {
  readonly path: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const MAX_PATH = 100;
const CHECKSUM_AT = 148;

/** A POSIX (ustar) archive, owned by nobody in particular and dated 1970, so that equal files make equal bytes. */
export function encodeTar(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const sizes = files.map((file) => BLOCK + padded(file.content.length));
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0) + 2 * BLOCK);
  let at = 0;
  for (const [index, file] of files.entries()) {
    archive.set(encodeHeader(file), at);
    archive.set(file.content, at + BLOCK);
    at += sizes[index] ?? 0;
  }
  return archive;
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function encodeHeader({ path, mode, content }: TarFile): Uint8Array {
  if (path.length > MAX_PATH) throw new Error(`Cannot archive ${path}: longer than ${MAX_PATH} characters`);
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  put(0, path);
  put(100, octal(mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(content.length, 11));
  put(136, octal(0, 11));
  put(CHECKSUM_AT, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  put(CHECKSUM_AT, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
