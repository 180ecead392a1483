import captured from "../../dns/captured_messages.json" with { type: "json" };
import { unhex } from "../samples/hexed.ts";

export interface Capture {
  readonly title: string;
  readonly server: string;
  readonly what: string;
  readonly request: Uint8Array<ArrayBuffer>;
  readonly answer: Uint8Array<ArrayBuffer>;
}

/** Messages that real tools and servers exchanged; where they come from stands in the file. */
export const CAPTURES: readonly Capture[] = captured.messages.map(({ server, what, request, answer }) => ({
  title: `${what} of ${server}`,
  server,
  what,
  request: unhex(request),
  answer: unhex(answer),
}));

export function capture(server: string, what: string): Capture {
  return CAPTURES.find((one) => one.server === server && one.what === what)!;
}
