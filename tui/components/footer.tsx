import { timeOfDay } from "../format.ts";
import type { Binding } from "../keys/binding.ts";
import { GLOBAL_KEYS } from "../keys/global.ts";
import type { Model } from "../model/model.ts";
import { bindingsNow } from "../model/bindings_now.ts";
import { widthOf } from "../text.ts";
import { Ends, Line, Toned } from "./line.tsx";

/**
 * The keys that do something now, as many as there is room for, and the host's clock when it last spoke: it stands still when the host
 * does. The clock gives way to the keys of the screen.
 */
export function Footer({ model, width }: { readonly model: Model; readonly width: number }) {
  const bindings = bindingsNow(model);
  const clocks = clocksOf(model);
  const clock = clocks.find((text) => isRoomy(bindings, roomBeside(text, width))) ?? clocks[0]!;
  const keys = fitting(bindings, roomBeside(clock, width)).map(({ label, does }, i) => (
    <Toned key={label} tone="faint">
      {i === 0 ? "" : "  "}
      <Toned tone="key">{label}</Toned> {does}
    </Toned>
  ));
  if (clock === "") return <Line>{keys}</Line>;
  return <Ends left={keys} right={<Toned tone="faint">{clock}</Toned>} />;
}

/** The longest first. */
function clocksOf({ host: { status } }: Model): readonly string[] {
  if (status === null) return [""];
  const time = timeOfDay(status.time);
  return [`${time} UTC`, time, ""];
}

function roomBeside(clock: string, width: number): number {
  return clock === "" ? width : width - clock.length - GAP;
}

/** Whether all keys but those of every screen fit. */
function isRoomy(bindings: readonly Binding<unknown>[], width: number): boolean {
  const shown = fitting(bindings, width);
  return bindings.every((binding) => shown.includes(binding) || isGlobal(binding));
}

/** The first ones that fit, and the help in any case; of the rest nobody sees a part. */
function fitting(bindings: readonly Binding<unknown>[], width: number): Binding<unknown>[] {
  const help = bindings.find(isHelp);
  let used = help === undefined ? -GAP : columnsOf(help);
  return bindings.filter((binding) => isHelp(binding) || (used += GAP + columnsOf(binding)) <= width);
}

function isGlobal(binding: Binding<unknown>): boolean {
  return (GLOBAL_KEYS as readonly Binding<unknown>[]).includes(binding);
}

const GAP = 2;

function isHelp({ keys }: Binding<unknown>): boolean {
  return keys.includes("?");
}

function columnsOf({ label, does }: Binding<unknown>): number {
  return widthOf(label) + 1 + widthOf(does);
}
