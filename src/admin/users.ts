import * as v from "valibot";
import { HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import { passwordRecordSchema } from "./passwords.ts";

export const userSchema = v.strictObject({
  name: v.string(),
  role: v.picklist(["reader", "administrator"]),
  password: passwordRecordSchema,
});
/** Who may sign in from another computer. */
export type User = v.InferOutput<typeof userSchema>;
export type Users = readonly User[];

/** Beyond this many there is a mistake, or a script that does not end. */
const MOST_USERS = 100;

/** The same user, however the name is capitalised: names are ASCII letters, digits, dots, hyphens and underscores. */
export function sameUser(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function findUser(users: Users, name: string): User | undefined {
  return users.find((user) => sameUser(user.name, name));
}

/** Throws OperationError where there is none of that name. */
export function knownUser(users: Users, name: string): User {
  const user = findUser(users, name);
  if (user !== undefined) return user;
  throw new OperationError(`There is no user ${name}`, {
    code: HResult.malformed,
    remedy: "kms admin user list shows who there is",
  });
}

/** Throws OperationError where the name is taken, or there are too many. */
export function refuseNewUser(users: Users, name: string): void {
  if (findUser(users, name) !== undefined) {
    throw new OperationError(`Cannot add the user ${name}: there is one of that name`, {
      code: HResult.malformed,
      remedy: `kms admin user passwd ${name} changes the password; kms admin user remove ${name} removes it`,
    });
  }
  if (users.length >= MOST_USERS) {
    throw new OperationError(`Cannot add the user ${name}: there are ${MOST_USERS} users`, {
      code: HResult.malformed,
      remedy: "remove one: kms admin user remove NAME",
    });
  }
}

export function withUser(users: Users, user: User): User[] {
  return [...users, user];
}

export function withoutUser(users: Users, name: string): User[] {
  return users.filter((user) => !sameUser(user.name, name));
}

export function replaceUser(users: Users, changed: User): User[] {
  return users.map((user) => sameUser(user.name, changed.name) ? changed : user);
}
