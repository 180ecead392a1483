import assert from "node:assert/strict";
import { INITIAL_SETTINGS, SETTING_NAMES, SETTING_RULES } from "../../../../src/policy/settings.ts";
import fc from "fast-check";
import { widthOf } from "../../../../tui/text.ts";
import { Driven } from "../../driving.tsx";
import { hostileText } from "../../arbitraries.ts";
import { sampleLine } from "../../samples.ts";
import { FAILING, onSettings, PUBLISHED, retype, rulesOf, select } from "./sample_settings.ts";

Deno.test("a value is changed in place, and the host's answer is said", () => {
  const board = select(onSettings(), "renewal interval").press("enter");
  assert.match(retype(board, "1440").press("enter").frame(), /renewal interval/);
  assert.deepEqual(board.inputs("changeSetting"), [{ name: "renewalInterval", value: 1440 }]);
  board.answer("changeSetting", { pending: null });
  assert.match(board.frame(), /✓ renewal interval: 1,440 minutes/);
});

Deno.test("what the host says is pending stands with the setting", () => {
  const board = select(onSettings(), "renewal interval").press("enter");
  retype(board, "1440").press("enter").answer("changeSetting", { pending: "after a restart" });
  assert.match(board.frame(), /! renewal interval: 1,440 minutes, not yet in force/);
  const settings = { ...INITIAL_SETTINGS, renewalInterval: 1440 };
  board.stream({ kind: "line", line: sampleLine([], { settings }) })
    .answer("settings", rulesOf(settings, { renewalInterval: "after a restart" }));
  assert.match(board.frame(), /! after a restart/);
});

Deno.test("a number that is out of range stays as it is typed, is said to be, and nothing is set", () => {
  for (const name of SETTING_NAMES) {
    const rule = SETTING_RULES[name];
    if (rule.kind !== "number" || rule.unit === "bytes") continue;
    const board = select(onSettings(), rule.title).press("enter");
    retype(board, `${rule.max}9`);
    assert.match(board.frame(), /! out of range: at most/, name);
    assert.match(board.frame(), new RegExp(` ${rule.max}9`), name);
    assert.match(board.press("enter").frame(), /! nothing is set: out of range: at most/, name);
    assert.match(retype(board, `9${"0".repeat(30)}`).press("enter").frame(), /at most/, name);
    retype(board, "x1").press("enter");
    assert.match(board.frame(), /x1/, name);
    assert.match(board.frame(), /! nothing is set: .*digits alone/, name);
    if (rule.min > 1) {
      assert.match(retype(board, "1").press("enter").frame(), /! out of range: at least/, name);
    }
    assert.deepEqual(board.inputs("changeSetting"), [], name);
  }
});

Deno.test("what is pasted is text: its first line goes into the field and sets nothing, and without a field it is left out", () => {
  const board = select(onSettings(), "activation interval").press("enter", "end", "ctrl+u").paste(
    "60\nd\ny\n",
  );
  assert.match(board.frame(), /> .* 60/);
  assert.match(board.frame(), /! only the first line of what you pasted is taken/);
  assert.deepEqual(board.inputs("changeSetting"), []);
  assert.deepEqual(board.press("enter").inputs("changeSetting"), [{ name: "activationInterval", value: 60 }]);
  const idle = select(onSettings(), "low priority").paste("\rq");
  assert.match(idle.frame(), /! what you pasted is left out: it goes only where something is typed/);
  assert.deepEqual([idle.inputs("changeSetting"), idle.quits], [[], 0]);
});

Deno.test("where in the list a person is, and where there are more rows, is said", () => {
  const board = onSettings();
  assert.match(board.frame(), / 1 of \d+, more below/);
  assert.match(board.press("end").frame(), / (\d+) of \1, more above/);
  assert.match(onSettings({}, { columns: 60, rows: 12 }).frame(), / 1 of \d+, more below/);
  assert.match(onSettings({}, { columns: 80, rows: 50 }).frame(), / 1 of \d+$/m);
});

Deno.test("a change is offered only where there is one to be made, and every rule's title is whole at 80 columns", () => {
  const board = select(onSettings(), "listen address");
  assert.doesNotMatch(board.frame(), /Enter change/);
  assert.match(board.press("enter").frame(), /kms serve --listen ADDR/);
  for (const name of SETTING_NAMES) {
    const { title } = SETTING_RULES[name];
    assert.match(select(board, title).frame(), new RegExp(`> .* ${title} `), title);
  }
});

Deno.test("a size is typed as people write it", () => {
  const board = select(onSettings(), "size limit").press("enter");
  assert.match(retype(board, "512 G").frame(), /> .*512 G/);
  board.press("enter");
  assert.deepEqual(board.inputs("changeSetting"), [{ name: "journalMaxBytes", value: 512 * 1024 ** 3 }]);
  assert.match(
    retype(select(board, "size limit").press("enter"), "2T").frame(),
    /! out of range: at most 1 TB/,
  );
  assert.match(retype(board, "5 M").frame(), /! out of range: at least 16 MB/);
});

Deno.test("Esc leaves a value as it is, and the same value is no change", () => {
  const board = select(onSettings(), "activation interval").press("enter");
  retype(board, "60").press("escape");
  board.press("enter", "enter");
  assert.deepEqual(board.inputs("changeSetting"), []);
  assert.match(board.frame(), /activation interval +120 minutes/);
});

Deno.test("a switch is switched by Enter and by the space bar", () => {
  for (const key of ["enter", "space"]) {
    const board = select(onSettings(), "low priority").press(key);
    assert.deepEqual(board.inputs("changeSetting"), [{ name: "lowPriority", value: true }], key);
  }
});

Deno.test("d and Delete go back to the default, and do nothing where it is there", () => {
  for (const key of ["d", "delete"]) {
    const settings = { ...INITIAL_SETTINGS, activationInterval: 60 };
    const board = select(onSettings({ settings }), "activation interval").press(key);
    assert.deepEqual(board.inputs("changeSetting"), [{ name: "activationInterval", value: 120 }], key);
    assert.deepEqual(select(onSettings(), "activation interval").press(key).inputs("changeSetting"), [], key);
  }
});

Deno.test("a reader's keys open nothing and change nothing, and move on", () => {
  const settings = { ...INITIAL_SETTINGS, activationInterval: 60 };
  for (
    const [title, key] of [["activation interval", "enter"], ["activation interval", "d"], [
      "low priority",
      "space",
    ]]
  ) {
    const board = select(onSettings({ settings }), title!).callerIs("rita from 192.0.2.7", "reader");
    assert.match(board.press(key!).frame(), /! a reader may look, and change nothing/, key);
    assert.equal(board.model.screens.settings.editing, null);
    assert.deepEqual(board.inputs("changeSetting"), []);
    const { selected } = board.model.screens.settings.place;
    assert.notEqual(board.press("down").model.screens.settings.place.selected, selected);
  }
});

Deno.test("what can cut computers off or lose events asks first", () => {
  const domains = { dns: [PUBLISHED] };
  const risky: [string, string, string | null, RegExp][] = [
    ["port", "1689", "changeSetting", /Change the port from 1688 to 1689\?/],
    ["machine limit", "50", "changeSetting", /The host knows 60 machines/],
    ["DNS publishing", "", "changeSetting", /takes its record back from corp\.example/],
    ["age limit", "10", "changeSetting", /cannot be had back/],
    ["target", "other.example", "setDnsDomain", /lead to other\.example\?/],
  ];
  for (const [title, text, route, question] of risky) {
    const board = select(onSettings({ ...domains, known: 60 }), title).press("enter");
    if (text !== "") retype(board, text).press("enter");
    assert.match(board.frame(), question, title);
    assert.deepEqual(board.inputs(route as "changeSetting"), [], title);
    assert.deepEqual(board.press("enter").inputs(route as "changeSetting"), [], `${title}: No is first`);
    assert.doesNotMatch(board.frame(), question, title);
  }
});

Deno.test("a question that is answered with Yes makes the change", () => {
  const board = select(onSettings(), "port").press("enter");
  retype(board, "1689").press("enter", "y");
  assert.deepEqual(board.inputs("changeSetting"), [{ name: "port", value: 1689 }]);
});

Deno.test("a limit that leaves room, and publishing where no domain is set, ask nothing", () => {
  const limited = select(onSettings({ known: 60 }), "machine limit").press("enter");
  assert.equal(retype(limited, "61").press("enter").inputs("changeSetting").length, 1);
  const unpublished = select(onSettings(), "DNS publishing").press("enter");
  assert.equal(unpublished.inputs("changeSetting").length, 1);
});

Deno.test("a refusal is told with its remedy", () => {
  const board = select(onSettings(), "low priority").press("enter");
  board.fail("changeSetting", "You may only read", "ask an administrator");
  assert.match(board.frame(), /✗ You may only read\. To mend it: ask an administrator/);
});

Deno.test("values follow what others change, and what is asked anew is not overtaken by an older answer", () => {
  const board = onSettings();
  const settings = { ...INITIAL_SETTINGS, port: 1700 };
  board.stream({ kind: "line", line: sampleLine([], { settings }) });
  assert.match(board.frame(), /port +1700/);
  assert.equal(board.inputs("settings").length, 2);
  board.stream({ kind: "line", line: sampleLine([], { settings }) });
  assert.equal(board.inputs("settings").length, 2);
  const late = board.orders.find(({ effect }) => effect.route === "settings")!.effect.tag;
  board.take({
    kind: "outcome",
    screen: "settings",
    outcome: { kind: "answered", route: "settings", tag: late, output: { settings: [] } },
  });
  assert.match(board.frame(), /port +1700/);
});

Deno.test("what is selected and edited stays so where domains come and go", () => {
  const board = select(onSettings(), "size limit").press("enter");
  retype(board, "64");
  board.stream({ kind: "line", line: sampleLine([], { dns: [PUBLISHED] }) });
  assert.match(board.frame(), / > .* +size limit of the journal +64/);
  const gone = select(onSettings({ dns: [PUBLISHED] }), "priority").press("enter");
  gone.stream({ kind: "line", line: sampleLine([], { dns: [] }) });
  assert.equal(gone.press("1").inputs("setDnsDomain").length, 0);
  assert.match(gone.frame(), /Overview\]/, "1 is no longer typed");
});

Deno.test("domains are added, changed and removed", () => {
  const board = select(onSettings({ dns: [PUBLISHED] }), "add a domain").press("enter");
  assert.match(board.type("bad domain!!").press("enter").frame(), /nothing is set: it cannot hold a blank/);
  assert.match(board.frame(), / bad domain!!/);
  assert.match(retype(board, "domain!!").frame(), /! it cannot hold !/);
  assert.deepEqual(board.inputs("setDnsDomain"), []);
  retype(board, "example.org").press("enter");
  assert.deepEqual(board.inputs("setDnsDomain"), [{ domain: "example.org" }]);
  retype(select(board, "weight").press("enter"), "7").press("enter");
  retype(select(board, "name server").press("enter"), "192.0.2.1:53").press("enter");
  assert.deepEqual(board.inputs("setDnsDomain").slice(1), [
    { domain: "corp.example", weight: 7 },
    { domain: "corp.example", server: "192.0.2.1:53" },
  ]);
  assert.match(
    select(board, "corp.example").press("d").frame(),
    /Publish the host in corp\.example no more\?/,
  );
  assert.deepEqual(board.press("y").inputs("removeDnsDomain"), [{ domain: "corp.example" }]);
});

Deno.test("why a domain is not published stands with it", () => {
  const frame = select(onSettings({ dns: [FAILING] }), "lab.example").frame();
  assert.match(frame, /lab\.example +failing/);
  assert.match(frame, /refuses the update/);
});

Deno.test("how the announcement by multicast stands is asked until it is settled", () => {
  const settings = { ...INITIAL_SETTINGS, multicast: true };
  const board = select(onSettings({ settings }), "multicast");
  const announcement = { state: "starting", instance: null, host: null, reason: null } as const;
  const dns = { publishing: true, running: true, domains: [] };
  board.stream({ kind: "line", line: sampleLine([], { settings: { ...settings, alertDays: 31 } }) });
  board.answer("dns", { ...dns, multicast: { enabled: true, announcement } });
  const line = { kind: "line", line: sampleLine([], { settings: { ...settings, alertDays: 31 } }) } as const;
  const asked = board.inputs("dns").length;
  assert.equal(board.stream(line).inputs("dns").length, asked + 1);
  board.answer("dns", {
    ...dns,
    multicast: {
      enabled: true,
      announcement: { ...announcement, state: "announced", instance: "Contoso KMS" },
    },
  });
  assert.match(board.frame(), /✓ announced as Contoso KMS/);
  assert.equal(board.stream(line).inputs("dns").length, asked + 1);
});

Deno.test("metrics ask before they are served beyond this computer, and a webhook must be an address", () => {
  const board = select(onSettings(), "metrics").press("enter");
  assert.deepEqual(board.inputs("changeMetrics"), [{ enabled: true, address: "127.0.0.1", port: 9688 }]);
  board.answer("changeMetrics", { enabled: true, address: "127.0.0.1", port: 9688, listening: null });
  retype(select(board, "metrics address").press("enter"), "0.0.0.0").press("enter");
  assert.match(board.frame(), /Whoever reaches that address may read them/);
  board.press("n");
  const told = retype(select(board, "who is told").press("enter"), "ftp://x").press("enter");
  assert.deepEqual(told.inputs("changeNotify"), []);
  retype(told, "https://hooks.example/x").press("enter");
  assert.deepEqual(told.inputs("changeNotify"), [{ kind: "webhook", url: "https://hooks.example/x" }]);
});

Deno.test("settings that cannot be had are told of", () => {
  const board = onSettings();
  board.press("tab", "shift+tab").fail("settings", "no such call", "start a newer host");
  assert.match(board.frame(), /port +1688/, "what was there stays");
});

Deno.test("every frame fits its terminal, whatever is pressed and whatever domains are called", () => {
  const key = fc.constantFrom(
    ..."jkGgdsyn1 09:.-a",
    "up",
    "down",
    "pagedown",
    "end",
    "enter",
    "escape",
    "delete",
    "backspace",
    "ctrl+u",
  );
  const size = fc.tuple(fc.integer({ min: 60, max: 140 }), fc.integer({ min: 12, max: 40 }));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), size, hostileText, (keys, [columns, rows], text) => {
      const domain = { ...FAILING, domain: text, failure: { ...FAILING.failure!, reason: text } };
      const board = onSettings({ dns: [domain] }, { columns, rows }).press(...keys);
      const lines = board.frame().split("\n");
      assert.ok(lines.length <= rows, `${lines.length} rows on ${rows}`);
      for (const line of lines) assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns: ${line}`);
    }),
    { numRuns: 40 },
  );
});

const VIEWS = {
  "80 columns": [80, 24],
  "the smallest terminal": [60, 12],
  "a large terminal": [132, 40],
} as const;

for (const [name, [columns, rows]] of Object.entries(VIEWS)) {
  Deno.test(`the settings at ${name}`, async (t) => {
    const changes = { dns: [PUBLISHED, FAILING], settings: { ...INITIAL_SETTINGS, port: 1700 } };
    const board = onSettings(changes, { columns, rows }, { port: "the host was started with --port" });
    await t.assertSnapshot(`\n${select(board, "port").frame()}\n`);
    await t.assertSnapshot(`\n${retype(select(board, "activation interval").press("enter"), "9").frame()}\n`);
  });
}

Deno.test("a terminal of 40 columns is said to be too small for the settings", () => {
  assert.match(onSettings().resize(40, 24).frame(), /terminal too small/);
});

Deno.test("a key that comes before the host has said what is set does nothing, and that is said", () => {
  const board = new Driven().stream({ kind: "line", line: sampleLine() }).goTo("settings");
  for (const key of ["enter", "d", "down", "end"]) {
    assert.match(board.press(key).frame(), /○ the host has not said yet what is set/, key);
  }
  board.answer("settings", rulesOf());
  assert.match(board.press("down").frame(), / 2 of \d+/);
  assert.deepEqual(board.inputs("changeSetting"), []);
});
