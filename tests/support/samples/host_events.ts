import fc from "fast-check";
import { EventId, type HostEvent } from "../../../src/policy/events.ts";
import { CONDITIONS, SEVERITIES } from "../../../src/policy/alerts.ts";
import { SETTING_RULES, type SettingName } from "../../../src/policy/settings.ts";
import { DAY } from "../counting.ts";

const whole = fc.nat(2 ** 32 - 1);
const time = fc.integer({ min: 0, max: 100 * DAY });
const hex = fc.integer({ min: 0, max: 4 }).map((n) => n.toString(16).padStart(32, "0"));
const text = fc.string({ maxLength: 12, unit: "grapheme" });

type Members<Id extends HostEvent["id"]> = Omit<Extract<HostEvent, { id: Id }>, "id">;

function event<Id extends HostEvent["id"]>(
  id: Id,
  members: { [K in keyof Members<Id>]: fc.Arbitrary<Members<Id>[K]> },
): fc.Arbitrary<HostEvent> {
  const model = fc.record(members as Record<string, fc.Arbitrary<unknown>>, { noNullPrototype: true });
  return model.map((rest) => ({ id, ...rest }) as HostEvent);
}

const requests = event(EventId.requestProcessed, {
  time,
  result: fc.constantFrom(0, 0xC004F038, 0xC004F06C),
  machineId: hex,
  hardware: hex,
  name: text,
  productId: hex,
  virtual: fc.boolean(),
  ephemeral: fc.boolean(),
  renewal: fc.boolean(),
  licenceState: fc.nat(5),
  minutesLeft: whole,
  recorded: fc.boolean(),
  counted: fc.boolean(),
  count: whole,
  needed: whole,
  sequence: whole,
  address: text,
});

/** Any event that the journal can hold, few machines among them, in any order. */
export const hostEvents: fc.Arbitrary<HostEvent> = fc.oneof(
  { weight: 6, arbitrary: requests },
  event(EventId.hostStarted, { time, version: text }),
  event(EventId.hostStopped, { time, sequence: whole }),
  event(EventId.settingChanged, {
    time,
    name: fc.constantFrom(...Object.keys(SETTING_RULES) as SettingName[]),
    value: whole,
  }),
  event(EventId.licenceInstalled, { time, publisher: text, serial: whole }),
  event(EventId.keyInstalled, { time, serial: whole, partialKey: text }),
  event(EventId.keyRemoved, { time, serial: whole }),
  event(EventId.hostActivated, { time, certificate: text, authorityCertificate: text, online: fc.boolean() }),
  event(EventId.journalTailCut, { time, bytes: whole }),
  event(EventId.clockJumped, { time, by: fc.integer({ min: -DAY, max: DAY }) }),
  event(EventId.machineLimitReached, { time, limit: whole }),
  event(EventId.addressLimitReached, { time, address: text, limit: whole }),
  event(EventId.publicAddressRefused, { time, address: text }),
  event(EventId.alertRaised, {
    time,
    condition: fc.constantFrom(...CONDITIONS),
    severity: fc.constantFrom(...SEVERITIES),
    reason: text,
    remedy: text,
  }),
  event(EventId.alertCleared, { time, condition: fc.constantFrom(...CONDITIONS), since: time, reason: text }),
  event(EventId.cloneSeen, { time, machineId: hex, name: text, hardwares: whole }),
);
