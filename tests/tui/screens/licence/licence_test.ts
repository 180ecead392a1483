import assert from "node:assert/strict";
import type { HostStatus } from "../../../../src/api/types.ts";
import { Driven } from "../../driving.tsx";
import { NOON, sampleLine, sampleStatus } from "../../samples.ts";
import { readVectors } from "../../../support/samples/vector_files.ts";
import { substitutions } from "../../../support/samples/damage.ts";

const CONFIRMATION_ID = readVectors<{ text: string }>("confirmation_ids.json")[0]!.text;
const INSTALLATION_ID = readVectors<{ text: string }>("installation_ids.json")[0]!.text;
const [HOST_KEY, CLIENT_KEY] = readVectors<{ text: string }>("product_keys.json").map(({ text }) => text) as [
  string,
  string,
];
const HOST_KEY_SERIAL = 1001;

const URL = "https://activation.contoso.example/va1";
const PUBLISHER = { name: "Contoso Software", licenceSerial: 3, url: URL };
const NOT_ACTIVATED: HostStatus["activation"] = {
  activated: false,
  text: "the host is not activated yet",
  ends: null,
  daysLeft: null,
  sequence: null,
};
const TODO: Partial<HostStatus> = { publisher: PUBLISHER, activation: NOT_ACTIVATED };

function onLicence(changes: Partial<HostStatus> = {}, size = { columns: 80, rows: 24 }): Driven {
  const board = new Driven(size).stream({ kind: "line", line: sampleLine([], changes) });
  while (board.model.screen !== "licence") board.press("tab");
  return board;
}

Deno.test("the licence is told of, and what is to be done next", () => {
  const done = onLicence({ publisher: PUBLISHER }).frame();
  for (const text of ["Contoso Software", "serial 3", "7QK2M", "2027-05-21 (180 days left)", URL]) {
    assert.ok(done.includes(text), text);
  }
  assert.match(onLicence(TODO).frame(), /! Activate the host: a online, or o and c by telephone/);
  assert.match(onLicence({ ...TODO, key: null }).frame(), /! Install the host key .*press i/);
  assert.match(onLicence({ ...TODO, publisher: null }).frame(), /! Install the publisher's licence file/);
});

Deno.test("a activates online, with what is sent and how long it takes, and says how that went", () => {
  const board = onLicence(TODO).press("a");
  assert.deepEqual(board.inputs("activate"), [{ url: null, id: null }]);
  assert.match(board.frame(), /Asking https:.* for 0 seconds/);
  board.stream({ kind: "line", line: sampleLine([], { ...TODO, time: NOON + 4000 }) });
  assert.match(board.frame(), /for 4 seconds/);
  assert.equal(board.press("a").inputs("activate").length, 1, "only once");
  board.answer("activate", { role: "host", ends: NOON });
  assert.match(board.frame(), /✓ the host is activated until 2026-11-22/);
  assert.doesNotMatch(board.frame(), /Asking/);
});

Deno.test("an activation that fails is told of with its remedy, and can be tried again", () => {
  const board = onLicence(TODO).press("a");
  board.fail("activate", "Cannot reach the activation service", "check the network");
  assert.match(board.frame(), /✗ Cannot reach the activation service\. To mend it: check the network/);
  assert.equal(board.press("a").inputs("activate").length, 2);
});

Deno.test("a host that is activated may be activated again without a question, for that is not counted", () => {
  const board = onLicence({ publisher: PUBLISHER }).press("a");
  assert.equal(board.inputs("activate").length, 1);
});

Deno.test("without an activation service nothing is asked for online", () => {
  const board = onLicence({ ...TODO, publisher: { ...PUBLISHER, url: null } }).press("a");
  assert.deepEqual(board.inputs("activate"), []);
  assert.match(board.frame(), /activate by\s+telephone with o and c/);
});

Deno.test("a product key is checked as it is typed, in either case, and installed", () => {
  const board = onLicence({ ...TODO, key: null }).press("i").type(HOST_KEY.toLowerCase().slice(0, 12));
  assert.match(board.frame(), /F7P7G-QM2WD/);
  assert.match(board.frame(), /○ 10 of 25 characters/);
  assert.match(board.press("0").frame(), /F7P7G-QM2WD-0\s/);
  assert.match(board.press("enter").frame(), /✗ .*0 occurs in no product key/);
  board.press("backspace");
  assert.deepEqual(board.inputs("installKey"), []);
  board.type(HOST_KEY.slice(12).replaceAll("-", " "));
  assert.match(board.frame(), /✓ it is a host key/);
  assert.match(board.press("B").frame(), /✗ 26 of 25 characters: there are too many/);
  assert.deepEqual(board.press("enter").inputs("installKey"), []);
  board.press("backspace", "backspace", "enter");
  assert.deepEqual(board.inputs("installKey"), [{ key: HOST_KEY }]);
  board.answer("installKey", { kind: "host", partialKey: "J6KYR", product: null });
  assert.match(board.frame(), /✓ the product key that ends in J6KYR is installed/);
});

Deno.test("a key that is misread, and one for clients, cannot be entered", () => {
  for (
    const [key, fault] of [[`${HOST_KEY.slice(0, -1)}B`, /✗ .*checksum|✗ .*character/], [
      CLIENT_KEY,
      /✗ it is a client key/,
    ]] as const
  ) {
    const board = onLicence({ ...TODO, key: null }).press("i").type(key).press("enter");
    assert.match(board.frame(), fault);
    assert.deepEqual(board.inputs("installKey"), []);
  }
});

Deno.test("another key in place of the installed one asks first, the same one does not", () => {
  const other = onLicence(TODO).press("i").type(HOST_KEY).press("enter");
  assert.match(other.frame(), /The activation goes with the old key/);
  assert.deepEqual(other.inputs("installKey"), []);
  assert.equal(other.press("y").inputs("installKey").length, 1);
  const key = { serial: HOST_KEY_SERIAL, partialKey: "J6KYR" };
  const same = onLicence({ ...TODO, key }).press("i").type(HOST_KEY).press("enter");
  assert.equal(same.inputs("installKey").length, 1);
});

Deno.test("a Confirmation ID is taken as it is pasted: with hyphens, with blanks, with neither, in lines", () => {
  const ways = {
    hyphens: [...CONFIRMATION_ID],
    blanks: [...CONFIRMATION_ID.replaceAll("-", " ")],
    neither: [...CONFIRMATION_ID.replaceAll("-", "")],
    lines: [...CONFIRMATION_ID].map((character, i) => character === "-" && i % 5 === 4 ? "enter" : character),
  };
  for (const [way, keys] of Object.entries(ways)) {
    const board = onLicence(TODO).press("c", ...keys);
    assert.match(board.frame(), /✓ all 31 blocks are right/, way);
    assert.deepEqual(board.inputs("confirm"), [], way);
    board.press("enter");
    assert.deepEqual(board.inputs("confirm"), [{ confirmationId: CONFIRMATION_ID }], way);
  }
});

Deno.test("a Confirmation ID is pasted in lines, with and without its form, and nothing is sent before Enter", () => {
  const lines = `\r\n${CONFIRMATION_ID.replaceAll("-", "\n")}\r\n`;
  for (const keys of [[], ["o"], ["c"]]) {
    const board = onLicence(TODO).press(...keys).paste(lines);
    assert.match(board.frame(), /✓ all 31 blocks are right/, keys.join());
    assert.deepEqual(board.inputs("confirm"), [], keys.join());
    assert.deepEqual(
      board.press("enter").inputs("confirm"),
      [{ confirmationId: CONFIRMATION_ID }],
      keys.join(),
    );
  }
  const other = onLicence(TODO).paste("a\nc");
  assert.match(other.frame(), /! what you pasted is left out: press c first/);
  assert.deepEqual(other.inputs("activate"), []);
  const key = onLicence({ ...TODO, key: null }).press("i").paste(`${HOST_KEY}\r\n`);
  assert.match(key.frame(), /✓ it is a host key/);
  assert.deepEqual(key.inputs("installKey"), []);
});

Deno.test("the block of every wrong digit is marked and named, and nothing is sent", () => {
  let place = 0;
  for (const wrong of substitutions(CONFIRMATION_ID, "0123456789")) {
    if (place++ % 401 !== 0) continue; // all of them are tried where the check digits are
    const block = Math.floor([...wrong].findIndex((char, i) => char !== CONFIRMATION_ID[i]) / 8) + 1;
    const board = onLicence(TODO).press("c").type(wrong);
    assert.match(board.frame(), new RegExp(`✗ block ${block} is misread`));
    assert.match(board.frame(), new RegExp(` ${block} ${wrong.split("-")[block - 1]} +✗`));
    assert.deepEqual(board.press("enter").inputs("confirm"), []);
  }
});

Deno.test("Tab goes to the next misread block, the arrows by a row, and Enter says what is wrong", () => {
  const blocks = CONFIRMATION_ID.split("-");
  const [second, ninth] = [blocks[1]!, blocks[8]!];
  const wrong = (block: string) => `${block[0] === "9" ? "8" : "9"}${block.slice(1)}`;
  const board = onLicence(TODO).press("c").paste(
    blocks.with(1, wrong(second)).with(8, wrong(ninth)).join("-"),
  );
  assert.match(
    board.frame(),
    /Enter check it {2}Tab next misread {2}Esc back {2}↑ ↓ by row/,
  );
  assert.match(board.press("enter").frame(), /✗ nothing is sent: blocks 2, 9 are misread/);
  board.press("tab", "delete", second[0]!);
  assert.match(board.frame(), /✗ block 9 is misread/);
  board.press("up", "home", "right", "down", "up", "tab", "delete", ninth[0]!);
  assert.match(board.frame(), /✓ all 31 blocks are right/);
  assert.deepEqual(board.press("enter").inputs("confirm"), [{ confirmationId: CONFIRMATION_ID }]);
});

Deno.test("Up and Down keep the column of digits, and stay where there is no such row", () => {
  const board = onLicence(TODO).press("c").paste(CONFIRMATION_ID).press(
    "home",
    "right",
    "up",
    "down",
    "delete",
  );
  const blocks = CONFIRMATION_ID.split("-");
  const shorter = `${blocks[6]![0]}${blocks[6]!.slice(2)}`;
  assert.match(board.frame(), new RegExp(` 7 ${shorter} +✗`));
});

Deno.test("the keys of the licence are all in the footer, at 60 columns too, where the clock gives way to them", () => {
  const keys = /a activate {2}o phone {2}c confirm {2}i key {2}r licence/;
  assert.match(onLicence(TODO).frame(), new RegExp(`${keys.source}.* \\? help +\\d\\d:\\d\\d:\\d\\d UTC`));
  const narrow = onLicence(TODO).resize(60, 12).frame().split("\n").at(-1)!;
  assert.match(narrow, new RegExp(`${keys.source} {2}\\? help$`));
});

Deno.test("a Confirmation ID that is not whole is not sent, and letters are told of", () => {
  const board = onLicence(TODO).press("c").type(CONFIRMATION_ID.slice(0, 20)).press("enter");
  assert.match(board.frame(), /○ 2 of 31 blocks are there and right/);
  assert.deepEqual(board.inputs("confirm"), []);
  assert.match(board.press("O").frame(), /✗ block 3 holds something else than digits: .*O/);
  board.press("backspace");
  board.type(`${CONFIRMATION_ID.slice(20)}-1234567`).press("enter");
  assert.match(board.frame(), /there are 32 blocks/);
  assert.deepEqual(board.inputs("confirm"), []);
});

Deno.test("a refused Confirmation ID stays to be compared, an accepted one goes", () => {
  const board = onLicence(TODO).press("c").type(CONFIRMATION_ID).press("enter");
  board.fail("confirm", "the Confirmation ID is not for this host", "compare the Installation ID");
  assert.match(board.frame(), /To mend it: compare the\s+Installation ID/);
  assert.match(board.press("left").frame(), /31 0435871/);
  board.answer("confirm", { role: "host", ends: NOON });
  assert.match(board.frame(), /✓ the host is activated until/);
  assert.match(board.frame(), /Publisher/);
});

Deno.test("the Installation ID is asked for, and an answer that comes too late is left aside", () => {
  const board = onLicence(TODO).press("o");
  assert.match(board.frame(), /Asking the host/);
  board.press("escape").answer("installationId", { installationId: INSTALLATION_ID });
  assert.match(board.frame(), /Publisher/);
  board.press("o").fail("installationId", "Cannot activate: no product key is installed", "kms /ipk KEY");
  assert.match(board.frame(), /✗ Cannot activate: no product key is installed\. To mend it: kms \/ipk KEY/);
  assert.match(board.frame(), /Publisher/);
});

Deno.test("whatever the host gives for an Installation ID is drawn without a picture where it has no digits", () => {
  for (const id of ["", "none", "日本語"]) {
    assert.ok(
      onLicence(TODO).press("o").answer("installationId", { installationId: id }).frame().includes(
        "Confirmation ID",
      ),
    );
  }
});

Deno.test("r takes in the newest licence file of the state folder", () => {
  const board = onLicence({ ...TODO, publisher: null }).press("r");
  assert.match(board.frame(), /○ installing the newest sound licence file \(\*\.lic\) in the state folder/);
  board.answer("reinstallLicence", { publisher: "Contoso", serial: 4, products: [] });
  assert.match(board.frame(), /✓ the licence file of Contoso, serial 4, is installed/);
});

const SIZES = {
  "80 columns": [80, 24],
  "the smallest terminal": [60, 12],
  "a large terminal": [132, 40],
} as const;

for (const [name, [columns, rows]] of Object.entries(SIZES)) {
  Deno.test(`the licence at ${name}`, async (t) => {
    const size = { columns, rows };
    const damaged = CONFIRMATION_ID.slice(0, 60).replace("0629", "0628");
    const views = [
      onLicence({ publisher: PUBLISHER }, size),
      onLicence(TODO, size).press("a"),
      onLicence(TODO, size).press("o").answer("installationId", { installationId: INSTALLATION_ID }),
      onLicence(TODO, size).press("c").type(damaged),
      onLicence({ ...TODO, key: null }, size).press("i").type(HOST_KEY.slice(0, 13)),
    ];
    for (const view of views) await t.assertSnapshot(`\n${view.frame()}\n`);
  });
}

Deno.test("s swaps light and dark where there are no colours", () => {
  const board = onLicence(TODO).press("o").answer("installationId", { installationId: INSTALLATION_ID });
  const before = board.frame();
  assert.notEqual(board.press("s").frame(), before);
  assert.equal(board.press("s").frame(), before);
});

Deno.test("a terminal of 40 columns is said to be too small for the licence", () => {
  assert.match(onLicence(sampleStatus()).resize(40, 24).frame(), /terminal too small/);
});
