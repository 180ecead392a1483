/** A copy with the bytes at `offset` replaced. */
export function patched(
  bytes: Uint8Array,
  offset: number,
  ...replacement: number[]
): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy.set(replacement, offset);
  return copy;
}

/** A copy with one bit changed; bit 0 is the lowest bit of the first byte. */
export function bitFlipped(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  return patched(bytes, bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
}

/** Every copy that differs in exactly one bit. */
export function* bitFlips(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let bit = 0; bit < bytes.length * 8; bit++) yield bitFlipped(bytes, bit);
}

/** Every shorter beginning, the empty one included, and the bytes with one more. */
export function* wrongLengths(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let length = 0; length < bytes.length; length++) yield new Uint8Array(bytes.subarray(0, length));
  for (const more of [0x00, 0xff]) yield Uint8Array.of(...bytes, more);
}

/** Every text that differs in one character, the new one taken from `alphabet`. */
export function* substitutions(text: string, alphabet: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    if (!alphabet.includes(text[at]!)) continue;
    for (const other of alphabet) {
      if (other !== text[at]) yield text.slice(0, at) + other + text.slice(at + 1);
    }
  }
}

/** Every text in which two unlike neighbours are swapped. */
export function* swaps(text: string): Generator<string> {
  for (let at = 0; at + 1 < text.length; at++) {
    if (text[at] === text[at + 1]) continue;
    yield text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  }
}
