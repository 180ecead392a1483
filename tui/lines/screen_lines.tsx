import { Box, renderToString } from "ink";
import { Body } from "../frame.tsx";
import type { Binding } from "../keys/binding.ts";
import { GLOBAL_KEYS } from "../keys/global.ts";
import { bindingsNow, isTyping } from "../model/bindings_now.ts";
import { type Model, titleOf } from "../model/model.ts";
import { SCREEN_NAMES } from "../screens/mod.ts";
import { plainLines } from "./plain.ts";

/** The screen in front, or the question there: what it is, what it shows, and the keys that do something there. */
export function screenLines(model: Model): string[] {
  const { confirmation, screen, notice } = model;
  const number = SCREEN_NAMES.indexOf(screen) + 1;
  return [
    confirmation === null ? `Screen ${number}, ${titleOf(screen)}` : "A question",
    ...plainLines(drawn(model)),
    ...(notice === null ? [] : [notice.text]),
    ...keysLine(model),
  ];
}

/** What is selected in the screen's list, after a move there. */
export function selectedLine(model: Model): string | undefined {
  return plainLines(drawn(model)).find((line) => line.startsWith("selected: "));
}

function drawn(model: Model): string {
  const { columns, rows } = model.size;
  return renderToString(
    <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
      <Body model={model} />
    </Box>,
    { columns },
  );
}

function keysLine(model: Model): string[] {
  if (isTyping(model) && model.confirmation === null) return ["Type the text, then Enter; esc leaves it"];
  const keys = bindingsNow(model).filter((binding) => !GLOBAL_KEYS.some((global) => global === binding));
  return keys.length === 0 ? [] : [`Keys: ${keys.map(keyText).join(", ")}`];
}

/** An arrow is not said: what is typed for it is. */
function keyText({ keys, label, does }: Binding<unknown>): string {
  const key = /[\u2190-\u2193]/u.test(label) ? keys[0] : label; // an arrow is read out by its name
  return `${key} ${does}`;
}
