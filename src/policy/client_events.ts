import * as v from "valibot";
import { hostEventSchema } from "./events.ts";

/** Numbers of a client's events: they mean what they mean on the original. Written out, never renumbered. */
export const ClientEventId = { requestSent: 12288, answerReceived: 12289 } as const;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const said = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));
const id32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const time = said(whole, "milliseconds since 1970");
const host = said(v.string(), "name or address of the host");
const port = said(whole, "of the host");

const requestSent = v.strictObject({
  id: v.literal(ClientEventId.requestSent),
  time,
  host,
  port,
  productId: said(id32, "activation ID of the product"),
  machineId: said(id32, "this computer's machine ID (CMID)"),
  needed: said(whole, "the count that the product needs"),
  virtual: said(v.boolean(), "whether this computer is a virtual machine"),
  licenceState: said(
    v.pipe(whole, v.maxValue(5)),
    "0 unlicensed, 1 licensed, 2 initial grace, 3 additional grace, 4 not genuine, 5 notification",
  ),
  minutesLeft: said(whole, "until that state ends; 0 where it does not"),
});

const answerReceived = v.strictObject({
  id: v.literal(ClientEventId.answerReceived),
  time,
  host,
  port,
  address: said(v.nullable(v.string()), "where the host was reached; null where it was not"),
  result: said(v.nullable(whole), "HRESULT; 0 is activated, null where there is none for it"),
  reason: said(v.nullable(v.string()), "why it was not activated; null where it was"),
  count: said(v.nullable(whole), "the host's count; null, as below, where no answer holds"),
  activationInterval: said(v.nullable(whole), "minutes"),
  renewalInterval: said(v.nullable(whole), "minutes"),
  milliseconds: said(v.nullable(whole), "from the request to the answer; null where there was none"),
});

export const clientEventSchema = v.variant("id", [requestSent, answerReceived]);
/** What a client keeps of asking hosts. */
export type ClientEvent = v.InferOutput<typeof clientEventSchema>;

/** Whatever can stand in an event log. */
export const loggedEventSchema = v.variant("id", [hostEventSchema, clientEventSchema]);
export type LoggedEvent = v.InferOutput<typeof loggedEventSchema>;
