import { command } from "../command.ts";

export const man = command({
  words: "man",
  summary: "Print the manual page",
  about: ["kms man | man -l - shows it; kms man > /usr/local/share/man/man1/kms.1 installs it."],
  hereOnly: true,
  async run() {
    const { manualPage } = await import("../man/page.ts"); // which stands on the table that this is part of
    console.log(manualPage().trimEnd());
  },
});
