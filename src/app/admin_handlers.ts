import type { Handlers } from "../api/routes.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { AdminRoute } from "./host_handlers.ts";

export function adminHandlers(): Pick<Handlers, AdminRoute> {
  const no = () => Promise.reject(new OperationError("no remote administration yet"));
  return { admin: no, changeAdmin: no, addUser: no, changePassword: no, removeUser: no };
}
