import { inForm, type Torture, type Trial } from "../trial.ts";
import { amongFew } from "./among_few.ts";
import { amongThousands } from "./among_thousands.ts";

export const connections: Trial = {
  number: 10,
  name: "10,000 idle connections; slow senders, resets, half-closes",
  goal: "memory under 300 MB; honest p99 under 50 ms",
  bugs: [
    {
      name: "a slow sender has no deadline",
      file: "src/host/connection.ts",
      from: "  deadlines.begin(connection);\n",
      to: "",
      says: /connections are open when their time is over/,
    },
    {
      name: "an address may have all connections",
      file: "src/adapters/network/open_connections.ts",
      from: "group.members.size >= this.#limits.mostOfAddress && ",
      to: "group.members.size >= this.#limits.most && ",
      says: /an honest client's connection was closed/,
    },
  ],
  run: (torture: Torture) => inForm(torture, { short: amongFew, long: amongThousands })(torture),
};
