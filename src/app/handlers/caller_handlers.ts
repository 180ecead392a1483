import type { Handlers } from "../../api/routes.ts";
import type { CALLER_ROUTES } from "../../api/types.ts";

export type CallerRoute = keyof typeof CALLER_ROUTES;

/** The same in every state folder: who calls is found out before. */
export const CALLER_HANDLERS: Pick<Handlers, CallerRoute> = {
  caller: (_, { name, role }) => Promise.resolve({ name, role }),
};
