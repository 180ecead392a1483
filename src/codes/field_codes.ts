import { ACTIVATION_SERVICE_CODES } from "./activation_service_codes.ts";
import { DNS_CODES } from "./dns_codes.ts";
import type { FieldCode } from "./field_code.ts";
import { HTTP_CODES } from "./http_codes.ts";
import { LICENCE_CODES } from "./licence_codes.ts";
import { LICENCE_STATE_CODES } from "./licence_state_codes.ts";
import { MANAGEMENT_CODES } from "./management_codes.ts";
import { NETWORK_CODES } from "./network_codes.ts";
import { RPC_CODES } from "./rpc_codes.ts";
import { SYSTEM_CODES } from "./system_codes.ts";

/** Where a family of codes comes up, and its codes. */
export interface CodeFamily {
  readonly title: string;
  readonly codes: readonly FieldCode[];
}

/** Every code of the field that has a text, those first that a client meets first. */
export const CODE_FAMILIES: readonly CodeFamily[] = [
  { title: "DNS", codes: DNS_CODES },
  { title: "Connections", codes: NETWORK_CODES },
  { title: "Remote procedure calls", codes: RPC_CODES },
  { title: "Keys and licences", codes: LICENCE_CODES },
  { title: "Licence states", codes: LICENCE_STATE_CODES },
  { title: "Activation services", codes: ACTIVATION_SERVICE_CODES },
  { title: "HTTP and certificates", codes: HTTP_CODES },
  { title: "Files, services and accounts", codes: SYSTEM_CODES },
  { title: "COM and WMI", codes: MANAGEMENT_CODES },
];
