import type { Said } from "../../describe.ts";
import { dateText } from "../../format.ts";
import type { Answered, Failed } from "../../model/effects.ts";
import { qrOfDigits } from "../../model/qr_picture.ts";
import type { Happening } from "../screen.ts";
import { inFront, type LicenceState, type LicenceStep, NEWEST_LICENCE } from "./state.ts";

export function happened(state: LicenceState, happening: Happening): LicenceStep {
  switch (happening.kind) {
    case "answered":
      return answered(state, happening);
    case "failed":
      return failed(state, happening);
    default:
      return { state };
  }
}

function answered(state: LicenceState, { route, output }: Answered): LicenceStep {
  switch (route) {
    case "activate":
      return done({ ...state, askingSince: null }, activatedText(output));
    case "confirm":
      return done(inFront(state, { kind: "facts" }), activatedText(output));
    case "installKey":
      return done(
        inFront(state, { kind: "facts" }),
        `the product key that ends in ${output.partialKey} is installed`,
      );
    case "reinstallLicence":
      return done(
        state,
        `the licence file of ${output.publisher}, serial ${output.serial}, is installed: it is ${NEWEST_LICENCE}`,
      );
    case "installationId":
      return { state: identified(state, output.installationId) };
    default:
      return { state };
  }
}

function done(state: LicenceState, text: string): LicenceStep {
  return { state, notice: { tone: "good", text } };
}

function activatedText({ ends }: { readonly ends: number }): string {
  return `the host is activated until ${dateText(ends)}`;
}

function identified(state: LicenceState, id: string): LicenceState {
  if (state.mode.kind !== "installation") return state;
  const digits = id.replace(/[^0-9]/g, "");
  return inFront(state, { ...state.mode, id, picture: digits === "" ? null : qrOfDigits(digits) });
}

function failed(state: LicenceState, { route, reason, remedy }: Failed): LicenceStep {
  const notice: Said = { tone: "bad", text: remedy === null ? reason : `${reason}. To mend it: ${remedy}` };
  if (route === "activate") return { state: { ...state, askingSince: null }, notice };
  const isAsking = route === "installationId" && state.mode.kind === "installation";
  return { state: isAsking ? inFront(state, { kind: "facts" }) : state, notice };
}
