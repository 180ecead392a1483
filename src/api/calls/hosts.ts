import * as v from "valibot";
import { HOST_ORIGINS } from "../../policy/client_settings.ts";
import { type Routes, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** What travels of the hosts that a client finds. Times are milliseconds since 1970. */

const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const origin = described(
  v.picklist(HOST_ORIGINS),
  "set for the product, set for the computer, remembered as the one that answered last, found in DNS, or announced by multicast",
);
const domain = described(v.nullable(v.string()), "the DNS domain that told of it; null where none did");

export const dnsServerSchema = described(
  v.pipe(v.string(), v.maxLength(100)),
  "the DNS server that is asked instead of the system's: 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53",
);

/** The host that a client asks first, as far as it is known without DNS. */
export const hostInUseSchema = v.object({
  host: described(v.string(), "name or address"),
  port: whole,
  origin,
  address: described(v.nullable(v.string()), "where it answered; null for one that is set"),
  domain,
});

export const hostsInputSchema = v.strictObject({
  dnsServer: v.optional(dnsServerSchema),
  domain: v.optional(
    described(
      v.pipe(v.string(), v.maxLength(253)),
      "looked in alone, with what is set and remembered left aside",
    ),
  ),
});

const foundHostSchema = v.object({
  host: described(v.string(), "name or address"),
  port: whole,
  origin,
  domain,
  priority: described(v.nullable(whole), "of the SRV record; null where there is none"),
  weight: v.nullable(whole),
  addresses: v.array(v.string()),
  asked: described(v.boolean(), "whether an activation would ask it: while a host is set, no other is"),
  address: described(v.nullable(v.string()), "where it was reached; null where it was not"),
  activates: described(v.boolean(), "whether it would activate the product now"),
  text: described(v.string(), "one sentence: that it would, or why not"),
  code: described(v.nullable(whole), "HRESULT of the answer; null where there is none for it"),
  count: described(v.nullable(whole), "computers that the host counts; null where no answer holds, as below"),
  activationInterval: described(v.nullable(whole), "minutes"),
  renewalInterval: described(v.nullable(whole), "minutes"),
  certificateEnds: described(v.nullable(whole), "milliseconds since 1970"),
  milliseconds: described(v.nullable(whole), "from the request to the answer; null where there was none"),
});
export type FoundHost = v.InferOutput<typeof foundHostSchema>;

export const hostsOutputSchema = v.object({
  product: described(v.string(), "what hosts were asked for"),
  notes: described(v.array(v.string()), "why looking in DNS, or by multicast, gave nothing, a sentence each"),
  hosts: described(v.array(foundHostSchema), "in the order in which they are asked"),
});
export type FoundHosts = v.InferOutput<typeof hostsOutputSchema>;

export const HOSTS_ROUTES = {
  hosts: {
    ...PATHS.hosts,
    access: "write",
    summary: "Find the hosts of a client and ask each what it would say, without being counted",
    input: hostsInputSchema,
    output: hostsOutputSchema,
  },
} as const satisfies Routes;
