import type { Client } from "../../../src/client/client.ts";

/** The licence state of a client and the minutes until it ends. */
export async function stateOf(client: Client): Promise<{ state: number; minutesLeft: number }> {
  const { standing: { state, minutesLeft } } = await client.look();
  return { state, minutesLeft };
}
