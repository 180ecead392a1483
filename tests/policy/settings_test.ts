import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import {
  hostSettingsSchema,
  INITIAL_SETTINGS,
  type NumberSetting,
  SETTING_RULES,
  settingFault,
  sizeText,
} from "../../src/policy/settings.ts";

const NUMBERS = [
  "port",
  "activationInterval",
  "renewalInterval",
  "machineLimit",
  "addressLimit",
  "alertCount",
  "alertQuiet",
  "alertDisk",
  "alertRefusals",
  "alertDuplicates",
  "alertDays",
  "journalMaxBytes",
  "journalMaxAgeDays",
] as const;
const SWITCHES = ["dnsPublishing", "lowPriority", "multicast", "publicClients"] as const;

Deno.test("each setting is tested here", () => {
  assert.deepEqual(Object.keys(SETTING_RULES).sort(), [...NUMBERS, ...SWITCHES].sort());
});

Deno.test("settingFault() takes true and false for a switch, and no number; and no switch for a number", () => {
  for (const name of SWITCHES) {
    assert.deepEqual([settingFault(name, true), settingFault(name, false)], [undefined, undefined]);
    for (const value of [0, 1, NaN]) assert.match(settingFault(name, value) ?? "", /either on or off/);
  }
  for (const name of NUMBERS) assert.match(settingFault(name, true) ?? "", /must be a whole number/);
});

Deno.test("INITIAL_SETTINGS are those that administrators expect", () => {
  assert.deepEqual(INITIAL_SETTINGS, {
    port: 1688,
    activationInterval: 120,
    renewalInterval: 10_080,
    machineLimit: 500_000,
    addressLimit: 5000,
    publicClients: false,
    journalMaxBytes: 268_435_456,
    journalMaxAgeDays: 400,
    dnsPublishing: true,
    lowPriority: false,
    alertCount: 0,
    alertQuiet: 168,
    alertDisk: 500,
    alertRefusals: 60,
    alertDuplicates: 0,
    alertDays: 30,
    multicast: false,
  });
});

Deno.test("settingFault() takes both ends of each range and refuses what is next to them", () => {
  const ranges: Record<NumberSetting, [number, number]> = {
    port: [1, 65_535],
    activationInterval: [15, 43_200],
    renewalInterval: [15, 43_200],
    machineLimit: [50, 10_000_000],
    addressLimit: [0, 10_000_000],
    alertCount: [0, 10_000_000],
    alertQuiet: [0, 8760],
    alertDisk: [0, 1_000_000],
    alertRefusals: [0, 1_000_000],
    alertDuplicates: [0, 10_000_000],
    alertDays: [1, 365],
    journalMaxBytes: [16_777_216, 1_099_511_627_776],
    journalMaxAgeDays: [1, 36_500],
  };
  for (const name of NUMBERS) {
    const [min, max] = ranges[name];
    assert.deepEqual([settingFault(name, min), settingFault(name, max)], [undefined, undefined], name);
    assert.match(
      settingFault(name, min - 1) ?? "",
      new RegExp(`from ${min} to ${max}.*got ${min - 1}`),
      name,
    );
    assert.match(settingFault(name, max + 1) ?? "", /must be a whole number/, name);
  }
});

Deno.test("sizeText() names a size in the greatest unit of which it is a whole number", () => {
  assert.deepEqual(
    [0, 1000, 1024, 1536, 16 * 1024 ** 2, 1024 ** 3, 1024 ** 4, 2048 * 1024 ** 4].map(sizeText),
    [
      "0 bytes",
      "1000 bytes",
      "1 KB",
      "1536 bytes",
      "16 MB",
      "1 GB",
      "1 TB",
      "2048 TB",
    ],
  );
});

Deno.test("settingFault() refuses whatever is no whole number in the range", () => {
  fc.assert(
    fc.property(fc.constantFrom(...NUMBERS), fc.double(), (name, value) => {
      const { min, max } = SETTING_RULES[name];
      const good = Number.isInteger(value) && value >= min && value <= max;
      assert.equal(settingFault(name, value) === undefined, good);
    }),
    { examples: [["port", NaN], ["port", Infinity], ["renewalInterval", 15.5], ["machineLimit", -0]] },
  );
});

Deno.test("the settings of a host from before there were switches are read, with each switch as it is at first", () => {
  const { dnsPublishing: _, lowPriority: __, multicast: ___, ...before } = INITIAL_SETTINGS;
  assert.deepEqual(v.parse(hostSettingsSchema, before), INITIAL_SETTINGS);
});
