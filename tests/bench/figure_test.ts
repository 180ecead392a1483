import assert from "node:assert/strict";
import { type Figure, median, resultOf } from "./figure.ts";
import { FIGURES } from "./figures.ts";
import { tableOf } from "./table.ts";

function figureWith(goal: Figure["goal"]): Figure {
  const measure = () => Promise.reject(new Error("not measured"));
  return { name: "speed", what: "speed of things", unit: "/s", reference: "others", goal, measure };
}

const rounds = [{ figure: 90, reference: 100 }, { figure: 10, reference: 5 }, { figure: 80, reference: 100 }];

Deno.test("a figure is the median of its rounds, and its ratio that of theirs", () => {
  const result = resultOf(figureWith({ of: "ratio", is: "atLeast", value: 0.9 }), rounds);
  assert.deepEqual([result.figure, result.reference, result.ratio], [80, 100, 0.9]);
  assert.throws(() => median([]), RangeError);
});

Deno.test("a goal is met from its value on, by the figure or by its ratio", () => {
  const met = (of: "figure" | "ratio", is: "atLeast" | "atMost", value: number) =>
    resultOf(figureWith({ of, is, value }), rounds).met;
  assert.deepEqual([met("ratio", "atLeast", 0.9), met("ratio", "atLeast", 0.91)], [true, false]);
  assert.deepEqual([met("figure", "atMost", 80), met("figure", "atMost", 79)], [true, false]);
});

Deno.test("the table has a line for each figure, and says which goal is not met", () => {
  const results = [
    resultOf(figureWith({ of: "ratio", is: "atLeast", value: 0.95 }), rounds),
    resultOf(figureWith({ of: "figure", is: "atMost", value: 80 }), rounds),
  ];
  assert.deepEqual(tableOf(results).split("\n"), [
    "figure                    measured  reference  ratio          goal  met",
    "speed of things (others)     80 /s     100 /s   0.90  ≥ 0.95 times   NO",
    "speed of things (others)     80 /s     100 /s   0.90       ≤ 80 /s  yes",
  ]);
});

Deno.test("each figure of the bench has a name of its own", () => {
  assert.equal(new Set(FIGURES.map(({ name }) => name)).size, FIGURES.length);
});
