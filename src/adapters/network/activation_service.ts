import { boundedText } from "../../protocol/bounded_text.ts";
import type { ActivationService } from "../../ports.ts";

const TIMEOUT_MS = 20_000;
const LONGEST_REPLY = 2_000_000;

/** The publisher's activation service over HTTP or HTTPS. What it answers is verified, so it need not be trusted. */
export const httpActivationService: ActivationService = {
  async post(url, path, body) {
    const response = await fetch(url.replace(/\/+$/, "") + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await boundedText(response.body, LONGEST_REPLY);
    if (text === undefined) throw new Error(`the answer is longer than ${LONGEST_REPLY} bytes`);
    return { status: response.status, body: parsed(text) };
  },
};

/** What is no JSON is no answer of an activation service: undefined, which every schema refuses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
