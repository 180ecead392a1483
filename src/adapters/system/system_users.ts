import { OperationError } from "../../policy/operation_error.ts";
import type { Command, MakeUser } from "../../service/steps.ts";

/** Numbers that macOS leaves to accounts of services. */
const ROLE_ACCOUNTS = { first: 300, last: 499 } as const;

interface Commands {
  ask(command: Command): Promise<{ readonly success: boolean; readonly text: string }>;
  succeed(command: Command): Promise<void>;
}

/** Makes a user, unless there is one of that name. Rejects with what the system's commands say. */
export async function makeUser(system: Commands, { name, commands }: MakeUser): Promise<void> {
  if ((await system.ask({ program: "id", args: ["-u", name] })).success) return;
  const id = Deno.build.os === "darwin" ? await freeId(system) : "UID";
  for (const { program, args } of commands) {
    await system.succeed({ program, args: args.map((arg) => arg === "UID" ? id : arg) });
  }
}

/** The numbers of a user and of their group. Rejects with OperationError where there is no such user. */
export async function idsOf(system: Commands, name: string): Promise<{ uid: number; gid: number }> {
  const answers = await Promise.all(
    ["-u", "-g"].map((what) => system.ask({ program: "id", args: [what, name] })),
  );
  const [uid, gid] = answers.map(({ success, text }) => success ? Number(text.trim()) : NaN);
  if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid: uid!, gid: gid! };
  throw new OperationError(`There is no user ${name}`, { remedy: "name another with --user NAME" });
}

/** The greatest number of a role account that neither a user nor a group has. */
async function freeId(system: Commands): Promise<string> {
  const lists = [["/Users", "UniqueID"], ["/Groups", "PrimaryGroupID"]];
  const answers = await Promise.all(
    lists.map((list) => system.ask({ program: "dscl", args: [".", "-list", ...list] })),
  );
  const taken = new Set(answers.flatMap(({ text }) => text.split(/\s+/)));
  for (let id = ROLE_ACCOUNTS.last; id >= ROLE_ACCOUNTS.first; id--) {
    if (!taken.has(`${id}`)) return `${id}`;
  }
  throw new OperationError("Cannot make a user: the system has no number left for one", {
    remedy: "name a user that exists with --user NAME",
  });
}
