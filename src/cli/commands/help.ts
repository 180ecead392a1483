import { command } from "../command.ts";

export const help = command({
  words: "help [topic..]",
  summary: "More about an option or a command",
  hereOnly: true,
  arguments: {
    topic: { type: "string", array: true, describe: "an option, a command or a subject (kms help topics)" },
  },
  async run({ topic = [] }) {
    const { helpOf, helpScreen } = await import("../words/help.ts"); // which stands on the table that this is part of
    console.log(topic.length === 0 ? helpScreen() : helpOf(topic));
  },
});
