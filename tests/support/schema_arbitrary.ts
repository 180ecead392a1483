import fc from "fast-check";
import type { GenericSchema } from "valibot";

/** The members of valibot's schemas that say what they let through. */
interface Shape {
  readonly type: string;
  readonly pipe?: readonly Shape[];
  /** Of a step of a pipe. */
  readonly requirement?: unknown;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly options?: readonly unknown[];
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly key?: Shape;
  readonly value?: Shape;
  readonly literal?: unknown;
}

/** What was made with a text, by schema: they share much. */
const made = new WeakMap<fc.Arbitrary<string>, Map<Shape, fc.Arbitrary<unknown>>>();

/** Values that a schema lets through, with `text` wherever it leaves the text open. */
export function arbitraryOf(schema: GenericSchema, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return valueOf(schema as unknown as Shape, text);
}

function valueOf(shape: Shape, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const known = made.get(text) ?? new Map<Shape, fc.Arbitrary<unknown>>();
  made.set(text, known);
  const arbitrary = known.get(shape) ?? newValueOf(shape, text);
  known.set(shape, arbitrary);
  return arbitrary;
}

function newValueOf(shape: Shape, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const of = (inner: unknown) => valueOf(inner as Shape, text);
  switch (shape.type) {
    case "string":
      return stringOf(shape, text);
    case "number":
      return numberOf(shape);
    case "boolean":
      return fc.boolean();
    case "literal":
      return fc.constant(shape.literal);
    case "picklist":
      return fc.constantFrom(...shape.options!);
    case "nullable":
      return fc.option(of(shape.wrapped));
    case "optional":
      return fc.option(of(shape.wrapped), { nil: undefined });
    case "array":
      return fc.array(of(shape.item), { maxLength: 4 });
    case "record":
      return fc.dictionary(of(shape.key) as fc.Arbitrary<string>, of(shape.value), { maxKeys: 3 });
    case "union":
    case "variant":
      return fc.oneof(...shape.options!.map(of));
    case "object":
    case "strict_object":
      return fc.record(
        Object.fromEntries(Object.entries(shape.entries!).map(([name, entry]) => [name, of(entry)])),
      );
    default:
      throw new Error(`no values are made for a schema of type ${shape.type}`);
  }
}

/** The steps of a pipe, those of pipes within it too. */
function stepsOf(shape: Shape): readonly Shape[] {
  return (shape.pipe ?? []).flatMap((step) =>
    step.pipe === undefined || step === shape ? [step] : stepsOf(step)
  );
}

function required<T>(shape: Shape, type: string, initial: T): T {
  return (stepsOf(shape).find((step) => step.type === type)?.requirement ?? initial) as T;
}

function stringOf(shape: Shape, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pattern = required<RegExp | undefined>(shape, "regex", undefined);
  const length = required<number | undefined>(shape, "length", undefined);
  if (pattern === undefined) {
    return text.map((text) => text.slice(0, required(shape, "max_length", Infinity)));
  }
  if (length === undefined) return fc.stringMatching(pattern);
  return fc.stringMatching(new RegExp(pattern.source.replace("*", `{${length}}`)));
}

function numberOf(shape: Shape): fc.Arbitrary<number> {
  const min = required(shape, "min_value", -1e15);
  const max = required(shape, "max_value", Number.MAX_SAFE_INTEGER);
  const whole = fc.oneof(fc.integer({ min, max: Math.min(max, min + 100) }), fc.integer({ min, max }));
  const isWhole = stepsOf(shape).some(({ type }) => type === "integer");
  return isWhole ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
}
