import { OperationError } from "../policy/operation_error.ts";

/** The host does not know the user, or the password is wrong (status 401). Each further try with them counts as a guess. */
export class SignInRefused extends OperationError {}
