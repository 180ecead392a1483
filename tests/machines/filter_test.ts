import assert from "node:assert/strict";
import fc from "fast-check";
import { machineTest } from "../../src/machines/filter.ts";
import { surroundingsOf } from "../../src/machines/surroundings.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { DAY, START } from "../support/counting.ts";
import { hexId, machineRecord } from "../support/samples/machine_records.ts";
import { sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import { tableOf } from "../support/samples/tables.ts";

const MACHINES = [
  machineRecord(1, { name: "Desk-1.Example.com" }),
  machineRecord(2, { name: "lab-2", virtual: true, counted: false, productId: serverProduct.id }),
  machineRecord(3, { name: "two words", ephemeral: true, counted: false, licenceState: 3 }),
  machineRecord(4, { name: "a:b", result: 0xC004F038 }),
  machineRecord(5, { name: "=cmd|' /C calc'!A0", result: 0xC004F038, licenceState: 4, minutesLeft: 0 }),
  machineRecord(6, { name: "clone", machineId: hexId(0x1007), productId: hexId(0xabcdef) }),
  machineRecord(7, { name: "clone" }),
  machineRecord(8, { name: "ended", result: 0xC004F038, licenceState: 1, minutesLeft: 1 }),
];
const NOW = START + DAY;
const around = (() => {
  const table = tableOf();
  for (const machine of MACHINES) table.put(machine);
  return surroundingsOf(table, [sampleProduct(), serverProduct], NOW);
})();

function passing(filter: string): number[] {
  const test = machineTest(filter, around) ?? (() => true);
  return MACHINES.flatMap((machine, i) => test(machine) ? [i + 1] : []);
}

const ALL = MACHINES.map((_, i) => i + 1);
const product = sampleProduct();
const CASES: readonly (readonly [filter: string, passing: readonly number[]])[] = [
  ["", ALL],
  ["   ", ALL],
  ["desk", [1]],
  ["DESK-1.example", [1]],
  ["-1", [1]],
  ["two words", [3]],
  ["words two", [3]],
  ['"two words"', [3]],
  ['"words two"', []],
  ['"two wor', [3]],
  ['"a:b"', [4]],
  ['name:"a:b"', [4]],
  ["name:clone", [6, 7]],
  ["calc'!", [5]],
  ["|", [5]],
  [".*", []],
  ["2005", [5]],
  ["id:2005", [5]],
  ["id:desk", []],
  [`id:{${MACHINES[0]!.machineId.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}}`, [1]],
  [serverProduct.name, [2]],
  [`product:"${product.name}"`, ALL.filter((n) => n !== 2 && n !== 6)],
  [`product:${serverProduct.id.toUpperCase()}`, [2]],
  [`product:${hexId(0xabcdef)}`, [6]],
  ["product:nothing", []],
  ["kind:virtual", [2]],
  ["kind:ephemeral", [3]],
  ["Kind:Physical name:desk", [1]],
  ["counted:no", [2, 3]],
  ["duplicate:yes", [6, 7]],
  ["duplicate:no", [1, 2, 3, 4, 5, 8]],
  ["result:refused", [4, 5, 8]],
  ["result:0xC004F038", [4, 5, 8]],
  ["result:3221549112", [4, 5, 8]],
  ["result:activated", [1, 2, 3, 6, 7]],
  ["state:licensed", [1, 2, 6, 7]],
  ["state:4", [5]],
  ["state:grace", [4, 5]],
  ["state:notification", [3, 8]],
  ["state:grace result:refused name:a", [4, 5]],
];

for (const [filter, expected] of CASES) {
  Deno.test(`the filter ${JSON.stringify(filter)} lets through machines ${expected.join(", ") || "none"}`, () => {
    assert.deepEqual(passing(filter), expected);
  });
}

const REFUSED: readonly (readonly [filter: string, why: RegExp])[] = [
  ["colour:red", /there is no term colour:/],
  ["constructor:x", /there is no term constructor:/],
  ["__proto__:x", /there is no term __proto__:/],
  ["state:constructor", /state: takes unlicensed/],
  ["state:6", /state: takes unlicensed/],
  ["state:", /nothing stands behind state:/],
  ['name:""', /nothing stands behind name:/],
  ["kind:real", /kind: takes physical, virtual or ephemeral, got real/],
  ["counted:maybe", /counted: takes yes or no, got maybe/],
  ["duplicate:2", /duplicate: takes yes or no/],
  ["result:0xZZ", /result: takes activated, refused/],
  ["result:-1", /result: takes activated, refused/],
];

for (const [filter, why] of REFUSED) {
  Deno.test(`the filter ${JSON.stringify(filter)} is refused, and it says why and which terms there are`, () => {
    assert.throws(() => passing(filter), (error) => {
      assert(error instanceof OperationError);
      assert.match(error.message, why);
      assert.match(error.remedy ?? "", /name:, id:, product:/);
      return true;
    });
  });
}

Deno.test("any text is a filter or is refused, and a text in quotes is looked for as it stands", () => {
  fc.assert(fc.property(fc.string({ maxLength: 30, unit: "binary" }), (text) => {
    try {
      passing(text);
    } catch (error) {
      assert(error instanceof OperationError, String(error));
    }
    const plain = text.replaceAll('"', "");
    const named = machineTest(`name:"${plain}x"`, around)!;
    assert(named(machineRecord(1, { name: `…${plain}x…` })));
  }));
});
