import assert from "node:assert/strict";
import fc from "fast-check";
import {
  INITIAL_SETTINGS,
  SETTING_RULES,
  settingFault,
  type SettingName,
} from "../../src/policy/settings.ts";

const names = Object.keys(SETTING_RULES) as SettingName[];

Deno.test("INITIAL_SETTINGS are those that administrators expect", () => {
  assert.deepEqual(INITIAL_SETTINGS, {
    port: 1688,
    activationInterval: 120,
    renewalInterval: 10_080,
    machineLimit: 500_000,
  });
});

Deno.test("settingFault() takes both ends of each range and refuses what is next to them", () => {
  const ranges: Record<SettingName, [number, number]> = {
    port: [1, 65_535],
    activationInterval: [15, 43_200],
    renewalInterval: [15, 43_200],
    machineLimit: [50, 10_000_000],
  };
  for (const name of names) {
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

Deno.test("settingFault() refuses whatever is no whole number in the range", () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.double(), (name, value) => {
      const { min, max } = SETTING_RULES[name];
      const good = Number.isInteger(value) && value >= min && value <= max;
      assert.equal(settingFault(name, value) === undefined, good);
    }),
    { examples: [["port", NaN], ["port", Infinity], ["renewalInterval", 15.5], ["machineLimit", -0]] },
  );
});
