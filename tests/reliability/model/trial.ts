import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { minimised, runSequence } from "./sequence.ts";
import { randomSteps } from "./steps.ts";

export const model: Trial = {
  number: 9,
  name: "random sequences of requests, settings, restarts, crashes and clock steps, against a model",
  goal: "5,000 sequences of 200 steps, all as the model says",
  bugs: [
    {
      name: "a virtual machine that counts stops counting when it asks for another product",
      file: "src/policy/decide.ts",
      from: "product?.countVirtual === true || (known !== undefined && known.virtual && known.counted)",
      to: "product?.countVirtual === true",
      says: /steps come down to[^]*the (answer|host)/,
    },
    {
      name: "after a failure of the disk, what was not synced is kept",
      file: "src/host/reopening.ts",
      from: "  await cutBack(disk, durable);\n",
      to: "",
      says: /steps come down to[^]*"kind":"fail"[^]*what is to be seen of the host/,
    },
    {
      name: "a checkpoint leaves out whoever has left by the clock",
      file: "src/table/snapshot.ts",
      from: "this.#rows.run(slot) !== 0",
      to: "this.#rows.run(slot) !== 0 && this.#rows.run(slot) <= 100",
      says: /steps come down to[^]*"kind":"clock"[^]*what is to be seen of the host/,
    },
  ],
  run: againstModel,
};

async function againstModel(torture: Torture): Promise<string> {
  const { sequences, length, tries } = inForm(torture, {
    short: { sequences: 12, length: 100, tries: 60 },
    long: { sequences: 5000, length: 200, tries: 1000 },
  });
  for (let sequence = 0; sequence < sequences; sequence++) {
    torture.progress(sequence, sequences);
    const steps = randomSteps(new SeededRandom(torture.seed * 10_000 + sequence), length);
    const failure = await runSequence(steps);
    if (failure === undefined) continue;
    const least = await minimised(steps, failure, tries);
    throw new Error(
      `sequence ${sequence} of seed ${torture.seed} fails at step ${failure.at}; its steps come down to ` +
        `${
          JSON.stringify(least.steps)
        } (to run them again: tests/reliability/model/again.ts): ${least.failure.reason}`,
    );
  }
  return `${sequences} sequences of ${length} steps, as the model says`;
}
