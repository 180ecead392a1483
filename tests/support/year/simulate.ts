import { parseArgs } from "node:util";
import { DAY } from "../counting.ts";
import { Year } from "./year.ts";

/** The simulated year in its long form: `deno task simulate:clients [--computers N] [--days N] [--seed N]`. Exit status 1 where the program disagrees with the rules. */
const { values } = parseArgs({
  options: {
    computers: { type: "string", default: "1000" },
    days: { type: "string", default: "365" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const plan = { seed: Number(values.seed), computers: Number(values.computers), days: Number(values.days) };
if (!Object.values(plan).every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error("simulate: --computers, --days and --seed take whole numbers above 0");
  Deno.exit(2);
}
console.error(`${plan.computers} computers for ${plan.days} days, seed ${plan.seed}`);
const year = new Year(plan);
for (let day = 10; day < plan.days; day += 10) {
  year.at(year.ends - (plan.days - day) * DAY, () => console.error(`day ${day}: ${year.tally.looks} looks`));
}
try {
  console.log(JSON.stringify(await year.run(), null, 2));
} catch (error) {
  console.error(String(error));
  Deno.exit(1);
}
