import type { UserRole } from "./user_roles.ts";

/** Who calls. Whoever may open the state folder on this computer is an administrator. */
export interface Caller {
  /** As events name it: `local`, or `alice from 192.0.2.7`. */
  readonly name: string;
  readonly role: UserRole;
}

export const LOCAL_CALLER: Caller = { name: "local", role: "administrator" };
