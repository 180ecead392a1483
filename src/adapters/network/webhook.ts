const TIMEOUT_MS = 10_000;

/** Posts JSON to an address. Rejects with why it was not taken; the address, which may hold a secret, is not in it. */
export async function postJson(url: string, value: unknown): Promise<void> {
  const response = await answerTo(url, JSON.stringify(value));
  await response.body?.cancel();
  if (!response.ok) {
    throw new Error(`the webhook answers ${response.status} ${response.statusText}`.trimEnd());
  }
}

async function answerTo(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "kms" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new Error(`the webhook cannot be reached: ${withoutUrl(error)}`, { cause: error });
  }
}

/** What the runtime says, down to its cause, without the address that it names. */
function withoutUrl(error: unknown): string {
  if (!(error instanceof Error)) return "it does not answer";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const said = error.cause instanceof Error ? error.cause.message : error.message;
  return said.replaceAll(/https?:\/\/[^\s)'"]+/gi, "…");
}
