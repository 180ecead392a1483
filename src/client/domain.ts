import { OperationError } from "../policy/operation_error.ts";

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const LONGEST = 253;

/** Reads a DNS domain (RFC 1035, 2.3.4) into lower case without the last dot. Throws OperationError. */
export function parseDomain(text: string): string {
  const domain = text.trim().replace(/\.$/, "").toLowerCase();
  if (domain.length <= LONGEST && domain.split(".").every((label) => LABEL.test(label))) return domain;
  throw new OperationError(`Cannot read the DNS domain ${JSON.stringify(text)}`, {
    remedy: "write it as example.com: labels of letters, digits and hyphens between dots",
  });
}
