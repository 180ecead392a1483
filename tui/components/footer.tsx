import { KEYS } from "../keys.ts";
import { timeOfDay } from "../format.ts";
import { Ends, Toned } from "./line.tsx";

/** The keys, and the host's clock when it last spoke: it stands still when the host does. */
export function Footer({ time }: { readonly time: number | null }) {
  return (
    <Ends
      left={KEYS.map(({ label, does }, i) => (
        <Toned key={label} tone="faint">
          {i === 0 ? "" : "  "}
          <Toned tone="key">{label}</Toned> {does}
        </Toned>
      ))}
      right={time === null ? "" : <Toned tone="faint">{timeOfDay(time)} UTC</Toned>}
    />
  );
}
