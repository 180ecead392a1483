import { timeOfDay } from "../format.ts";
import type { Binding } from "../keys/binding.ts";
import type { Model } from "../model/model.ts";
import { bindingsNow } from "../model/bindings_now.ts";
import { widthOf } from "../text.ts";
import { Ends, Toned } from "./line.tsx";

/** The keys that do something now, as many as there is room for, and the host's clock when it last spoke: it stands still when the host does. */
export function Footer({ model, width }: { readonly model: Model; readonly width: number }) {
  const time = model.host.status?.time;
  const clock = time === undefined ? "" : `${timeOfDay(time)} UTC`;
  return (
    <Ends
      left={fitting(bindingsNow(model), width - clock.length - 2).map(({ label, does }, i) => (
        <Toned key={label} tone="faint">
          {i === 0 ? "" : "  "}
          <Toned tone="key">{label}</Toned> {does}
        </Toned>
      ))}
      right={<Toned tone="faint">{clock}</Toned>}
    />
  );
}

/** The first ones that fit, and the help in any case; of the rest nobody sees a part. */
function fitting(bindings: readonly Binding<unknown>[], width: number): Binding<unknown>[] {
  const help = bindings.find(isHelp);
  let used = help === undefined ? -GAP : columnsOf(help);
  return bindings.filter((binding) => isHelp(binding) || (used += GAP + columnsOf(binding)) <= width);
}

const GAP = 2;

function isHelp({ keys }: Binding<unknown>): boolean {
  return keys.includes("?");
}

function columnsOf({ label, does }: Binding<unknown>): number {
  return widthOf(label) + 1 + widthOf(does);
}
