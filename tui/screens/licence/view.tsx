import type { ScreenProps } from "../screen.ts";
import { ConfirmationEntry } from "./confirmation_entry.tsx";
import { InstallationView } from "./installation_view.tsx";
import { KeyEntry } from "./key_entry.tsx";
import { LicenceFactsView } from "./licence_facts.tsx";
import type { LicenceState } from "./state.ts";

/** The licence as it is, or what is being done about it. */
export function Licence(
  { state: { mode, askingSince }, host: { status }, width, height }: ScreenProps<LicenceState>,
) {
  switch (mode.kind) {
    case "facts":
      if (status === null) return null;
      return <LicenceFactsView status={status} askingSince={askingSince} width={width} height={height} />;
    case "installation":
      return <InstallationView mode={mode} width={width} height={height} />;
    case "key":
      return <KeyEntry field={mode.field} width={width} />;
    case "confirmation":
      return <ConfirmationEntry field={mode.field} width={width} height={height} />;
  }
}
