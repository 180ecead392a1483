import assert from "node:assert/strict";
import fc from "fast-check";
import { element, escaped, Markup } from "../../../src/reports/html/markup.ts";

Deno.test("texts and attributes are escaped, once", () => {
  const inner = element("b", { title: `"'<>&` }, `<i>&amp;"'`);
  assert.equal(
    element("p", { class: undefined, n: 1 }, inner, ["x", undefined, 2]).text,
    `<p n="1"><b title="&quot;&#39;&lt;&gt;&amp;">&lt;i&gt;&amp;amp;&quot;&#39;</b>x2</p>`,
  );
});

Deno.test("an element that has no content has no end", () => {
  assert.equal(element("meta", { charset: "utf-8" }).text, `<meta charset="utf-8">`);
});

Deno.test("what is no text becomes a replacement character", () => {
  assert.equal(escaped("a\0\x1b\n\u202e\ud800b"), "a\ufffd\ufffd\ufffd\ufffd\ufffdb");
});

Deno.test("no text leaves the element that it is in", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert(!/[<>"'\p{Cc}]/u.test(escaped(text)));
    assert(new Markup(escaped(text)).text.isWellFormed());
  }));
});
