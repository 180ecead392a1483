/** What the users of remote administration may be. Apart from the schemas, so that a command line costs none of them. */
export const ROLES = ["reader", "administrator"] as const;
export type UserRole = typeof ROLES[number];
