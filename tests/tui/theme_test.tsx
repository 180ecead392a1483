import assert from "node:assert/strict";
import { themeFor } from "../../tui/theme.ts";
import { otherEvents, sampleLine, sampleRequest } from "./samples.ts";

/** Ink's colours look at the environment when they are loaded, and are off where there is no terminal. */
async function withColours<T>(load: () => Promise<T>): Promise<T> {
  const before = Deno.env.get("FORCE_COLOR");
  Deno.env.set("FORCE_COLOR", "3");
  try {
    return await load();
  } finally {
    if (before === undefined) Deno.env.delete("FORCE_COLOR");
    else Deno.env.set("FORCE_COLOR", before);
  }
}

const { renderToString } = await withColours(() => import("ink"));
const { Frame } = await import("../../tui/frame.tsx");
const { Driven } = await import("./driving.tsx");
const { ThemeContext } = await import("../../tui/theme.ts");

function drawn(colour: boolean): string {
  const line = sampleLine([sampleRequest(), ...otherEvents(0)], {}, 3);
  const { model } = new Driven({ columns: 80, rows: 30 }).stream({ kind: "line", line });
  return renderToString(
    <ThemeContext value={themeFor(colour)}>
      <Frame title="KMS demo" model={model} />
    </ThemeContext>,
    { columns: 80 },
  );
}

Deno.test("the theme without colours writes no escape code where the one with colours does", () => {
  assert.ok(drawn(true).includes("\u001b["));
  assert.ok(!drawn(false).includes("\u001b"));
});

Deno.test("both themes draw the same text", () => {
  // deno-lint-ignore no-control-regex
  const uncoloured = drawn(true).replace(/\u001b\[[0-9;]*m/g, "");
  // Ink leaves blanks at the end of a line away where they have no tone.
  assert.equal(uncoloured.replace(/ +$/gm, ""), drawn(false));
});

Deno.test("the theme takes its colours from the terminal's own sixteen, and draws the same where there are no more", () => {
  const sixteen = new Set([0, 1, 2, 22, 27, 7, 39, 49, ...tens(30), ...tens(40), ...tens(90), ...tens(100)]);
  // deno-lint-ignore no-control-regex
  const codes = [...drawn(true).matchAll(/\u001b\[([0-9;]*)m/g)].map(([, code]) => Number(code));
  assert.ok(codes.length > 0);
  assert.deepEqual(codes.filter((code) => !sixteen.has(code)), []);
});

function tens(first: number): number[] {
  return Array.from({ length: 8 }, (_, i) => first + i);
}
