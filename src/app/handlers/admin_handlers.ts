import type { Handlers } from "../../api/routes.ts";
import type { AdminStatus } from "../../api/types.ts";
import type { Administration } from "../../admin/administration.ts";
import type { AdminRoute } from "./host_handlers.ts";

/** `open`: it is read when it is first asked for, so that a damaged document stands in the way of nothing else. */
export function adminHandlers(open: () => Promise<Administration>): Pick<Handlers, AdminRoute> {
  return {
    admin: async () => statusOf(await open()),
    async changeAdmin(wanted, { name }) {
      const administration = await open();
      await administration.change(wanted, name);
      return await statusOf(administration);
    },
    async addUser(user, { name }) {
      await (await open()).addUser(user, name);
      return {};
    },
    async changePassword(user, { name }) {
      await (await open()).changePassword(user.name, user.password, name);
      return {};
    },
    async removeUser(user, { name }) {
      await (await open()).removeUser(user.name, name);
      return {};
    },
  };
}

async function statusOf(administration: Administration): Promise<AdminStatus> {
  const { users, ...status } = await administration.status();
  return { ...status, users: [...users] };
}
