/** Clients in a process of their own: for each line that it is sent it asks a host as told, and prints how many activations a second there were. */
import { fromHex } from "../../src/protocol/bytes.ts";
import { exchangesASecond, steadyLoad } from "./load.ts";
import type { Wish } from "./measured_load.ts";

const [port, productId] = Deno.args;
const target = { port: Number(port), productId: fromHex(productId!, 16, "product ID") };
for await (const line of Deno.stdin.readable) {
  const wish: Wish = JSON.parse(new TextDecoder().decode(line));
  const rate = "rate" in wish
    ? await steadyLoad(target, wish)
    : await exchangesASecond(target, wish.exchanges, wish.clients);
  console.log(rate);
}
