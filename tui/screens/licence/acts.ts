import type { Said } from "../../describe.ts";
import { call } from "../../model/effects.ts";
import type { Context } from "../screen.ts";
import { inFront, type LicenceState, type LicenceStep, type Mode, NEWEST_LICENCE } from "./state.ts";

export function back(state: LicenceState): LicenceStep {
  return { state: inFront(state, { kind: "facts" }) };
}

/** Asks the activation service. A host that is activated gets the same certificate again, which is not counted. */
export function activate(state: LicenceState, { host: { status } }: Context): LicenceStep {
  if (status === null) return { state };
  if (state.askingSince !== null) {
    return { state, notice: { tone: "waiting", text: "it is being activated already" } };
  }
  if (status.publisher !== null && status.publisher.url === null) return { state, notice: NOT_ONLINE };
  return {
    state: { ...state, askingSince: status.time },
    effects: [call("activate", { url: null, id: null })],
  };
}

const NOT_ONLINE: Said = {
  tone: "warning",
  text:
    "the licence file names no activation service. To mend it: activate by telephone with o and c, or name one with kms /ato --authority URL",
};

export function showInstallation(state: LicenceState): LicenceStep {
  const mode: Mode = { kind: "installation", id: null, picture: null, swapped: false };
  return { state: inFront(state, mode), effects: [call("installationId", {})] };
}

export function swap(state: LicenceState): LicenceStep {
  const { mode } = state;
  return {
    state: mode.kind === "installation" ? inFront(state, { ...mode, swapped: !mode.swapped }) : state,
  };
}

export function reinstall(state: LicenceState): LicenceStep {
  const notice: Said = { tone: "waiting", text: `installing ${NEWEST_LICENCE}` };
  return { state, effects: [call("reinstallLicence", {})], notice };
}
