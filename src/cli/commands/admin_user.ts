import type { Console } from "../../api/console.ts";
import { ROLES } from "../../api/user_roles.ts";
import { command, family } from "../command.ts";
import { printResult } from "../output.ts";
import { readNewPassword } from "../password.ts";
import { type CommonOptions, withConsole } from "../session.ts";

const NAME = {
  name: { type: "string", demandOption: true, describe: "letters, digits, dots, hyphens, underscores" },
} as const;

const PASSWORD = "The password, of 8 to 256 characters, is asked for, or read as a line of standard input.";

const add = command({
  words: "add <name>",
  summary: "Add a user",
  about: [PASSWORD],
  arguments: NAME,
  options: {
    role: { choices: ROLES, demandOption: true, describe: "a reader may look, and change nothing" },
  },
  async run({ name, role, ...options }) {
    await withNewPassword(name, options, async (console, password) => {
      await console.call("addUser", { name, role, password });
      printResult(options.json, { name, role }, [`User ${name} added (${role}).`]);
    });
  },
});

const passwd = command({
  words: "passwd <name>",
  summary: "Change a user's password",
  about: [PASSWORD, "Whoever is signed in with the old one is so no more."],
  arguments: NAME,
  async run({ name, ...options }) {
    await withNewPassword(name, options, async (console, password) => {
      await console.call("changePassword", { name, password });
      printResult(options.json, { name }, [`The password of ${name} is changed.`]);
    });
  },
});

const remove = command({
  words: "remove <name>",
  summary: "Remove a user",
  arguments: NAME,
  async run({ name, ...options }) {
    await withConsole(options, "write", async (console) => {
      await console.call("removeUser", { name });
      printResult(options.json, { name }, [`User ${name} removed.`]);
    });
  },
});

const list = command({
  words: "list",
  summary: "List the users",
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const { users } = await console.call("admin", {});
      const lines = users.map(({ name, role }) => `${name}: ${role}`);
      printResult(options.json, users, lines.length === 0 ? ["There is no user yet."] : lines);
    });
  },
});

export const user = family("user", "Who may sign in from other computers", [add, passwd, remove, list]);

/** Asked for before the state folder is opened, which others may want meanwhile; on another computer after whoever asks has signed in. */
async function withNewPassword(
  name: string,
  options: CommonOptions,
  work: (console: Console, password: string) => Promise<void>,
): Promise<void> {
  const ask = () => readNewPassword(`New password of ${name}: `);
  const asked = options.computer === undefined ? await ask() : undefined;
  await withConsole(options, "write", async (console) => await work(console, asked ?? await ask()));
}
