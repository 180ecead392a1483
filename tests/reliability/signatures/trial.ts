import assert from "node:assert/strict";
import { bitFlipped } from "../../support/samples/damage.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { type Flippable, OF_CLIENT } from "./flips.ts";
import { ofHost } from "./flips_of_host.ts";
import { refuseForgeries } from "./forgeries.ts";

export const signatures: Trial = {
  number: 8,
  name: "forged signatures, keys of small order, every bit turned",
  goal: "0 accepted",
  bugs: [
    {
      name: "keys of small order are not refused",
      file: "src/crypto/ed25519.ts",
      from: " || signature.length !== 64 || isSmallOrder(publicKey)) return false;",
      to: " || signature.length !== 64) return false;",
      says: /a key of small order, y = \d+, message \d+ is accepted/,
    },
    {
      name: "what verified once is remembered by signature and key alone",
      file: "src/crypto/ed25519.ts",
      from: "sha256(publicKey, signature, signed)",
      to: "sha256(publicKey, signature)",
      says: /a bit of the message is accepted/,
    },
    {
      name: "a client does not look at the roots' signatures",
      file: "src/client/check.ts",
      from: "authorityCertificateFault(authority, roots) ?? dated(authority)",
      to: "dated(authority)",
      says: /authority certificate: it is accepted with bit \d+ turned/,
    },
  ],
  run: forge,
};

async function forge(torture: Torture): Promise<string> {
  const forgeries = refuseForgeries();
  const each = inForm(torture, { short: 11, long: 1 });
  const flippables = [...OF_CLIENT, ...await ofHost()];
  const bits = flippables.reduce((sum, { sound }) => sum + sound.length * 8, 0);
  let [done, turned] = [0, 0];
  for (const flippable of flippables) {
    turned += await refuseFlips(
      flippable,
      torture.seed % each,
      each,
      () => torture.progress(++done * each, bits),
    );
  }
  const which = each === 1 ? "every bit" : `one bit in ${each}`;
  return `${forgeries.toLocaleString("en-US")} forgeries, ${turned.toLocaleString("en-US")} turned bits ` +
    `(${which} of ${flippables.length} things), 0 accepted`;
}

/** Turns every `each`th bit from `first` on, and looks in between whether the sound one is accepted still. */
async function refuseFlips(
  { what, sound, accepts }: Flippable,
  first: number,
  each: number,
  told: () => void,
): Promise<number> {
  let turned = 0;
  assert.ok(await accepts(sound), `${what}: the sound one is refused`);
  for (let bit = first; bit < sound.length * 8; bit += each) {
    assert.ok(!await accepts(bitFlipped(sound, bit)), `${what}: it is accepted with bit ${bit} turned`);
    turned += 1;
    told();
  }
  assert.ok(await accepts(sound), `${what}: the sound one is refused in the end`);
  return turned;
}
