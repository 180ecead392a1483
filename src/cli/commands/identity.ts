import { command } from "../command.ts";
import { countOf, printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const rearm = command({
  words: "rearm",
  summary: "New machine ID and grace period (client)",
  about: [
    "Makes a new machine ID, clears the lease and begins the grace period anew. It can be done three times, unless the licence file " +
    "says otherwise. For an image of a computer use kms generalize, which is not counted.",
  ],
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const { machineId, rearmsLeft } = await console.call("rearm", {});
      printResult(options.json, { ClientMachineID: machineId, RemainingSkuReArmCount: rearmsLeft }, [
        `Rearmed: the machine ID is now ${machineId}. ${countOf(rearmsLeft, "rearm")} left.`,
      ]);
    });
  },
});

export const generalize = command({
  words: "generalize",
  summary: "Prepare an image of this computer",
  about: [
    "Takes out of the state folder what tells this computer from others, so that each computer made from the image gets its own: of a client " +
    "the machine ID and the lease, of a host its key, activation, machines and counters. Product key, licence file and settings stay. " +
    "Make the image next: whatever runs on the folder before gives it an identity again.",
  ],
  hereOnly: true,
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const { role } = await console.call("generalize", {});
      const next = role === "host"
        ? "Computers made from it are KMS hosts of their own, to be activated each: kms /ato."
        : "Computers made from it get machine IDs of their own.";
      printResult(options.json, { role }, [`Generalized. Make the image now. ${next}`]);
    });
  },
});
