import type { Bug } from "../trial.ts";

/** Bugs in readers of bytes, of text and of JSON. */
export const BUGS: readonly Bug[] = [
  {
    name: "a record of DNS may run over the end of its message",
    file: "src/dns/message_reader.ts",
    from: "    if (length > this.#end - at) {",
    to: "    if (length > 0xffff - at) {",
    says: /DNS message, input \d+ of seed \d+: RangeError: Offset is outside the bounds/,
  },
  {
    name: "the length of a machine's name is not held against the frame",
    file: "src/protocol/request.ts",
    from: "  if (length !== frameBytes - FIXED_BYTES) {",
    to: "  if (length > frameBytes) {",
    says:
      /request, input \d+ of seed \d+: Error: a promise is broken: what was accepted is written in another way/,
  },
];
