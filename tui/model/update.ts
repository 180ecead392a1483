import type { Press } from "../keys/press.ts";
import { type Answered, call, type Failed } from "./effects.ts";
import { helpEntries } from "./help.ts";
import { fold, isRefused, type StreamChange } from "./host_view.ts";
import { kept } from "./list.ts";
import type { Model } from "./model.ts";
import { pasted } from "./pasted.ts";
import { helpRows, pressed } from "./pressed.ts";
import type { Size } from "./size.ts";
import { happened, only, type Order, type Updated } from "./updated.ts";

export type { Order, Updated };

/** Whatever happens. */
export type Message =
  | { readonly kind: "started" }
  | { readonly kind: "stream"; readonly change: StreamChange }
  | { readonly kind: "pressed"; readonly press: Press }
  /** Text, whatever is in it: it is never taken for keys. */
  | { readonly kind: "pasted"; readonly text: string }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "outcome"; readonly screen: Order["screen"]; readonly outcome: Answered | Failed };

/** What a message makes of the model. Pure. Nothing is ordered of a host that refuses the sign-in: each call would be one more guess. */
export function update(model: Model, message: Message): Updated {
  const updated = updatedBy(model, message);
  return isRefused(updated.model.host) ? { ...updated, orders: [] } : updated;
}

function updatedBy(model: Model, message: Message): Updated {
  switch (message.kind) {
    case "started":
      return happened(model, model.screen, { kind: "shown" });
    case "stream":
      return connected(model, told({ ...model, host: fold(model.host, message.change) }, message.change));
    case "pressed":
      return pressed({ ...model, notice: null }, message.press);
    case "pasted":
      return pasted({ ...model, notice: null }, message.text);
    case "resized":
      return resized({ ...model, size: message.size });
    case "outcome":
      return message.screen === null
        ? only(known(model, message.outcome))
        : happened(model, message.screen, message.outcome);
  }
}

function told(model: Model, change: StreamChange): Updated {
  if (change.kind === "refused") return only({ ...model, confirmation: null });
  return change.kind === "line" ? happened(model, model.screen, { kind: "told" }) : only(model);
}

/** With each connection it is asked who the person is there: a role may have changed meanwhile. */
function connected(before: Model, { model, orders, quit }: Updated): Updated {
  const isNew = model.host.connection.kind === "live" && before.host.connection.kind !== "live";
  return { model, orders: isNew ? [...orders, { screen: null, effect: call("caller", {}) }] : orders, quit };
}

/** A host that does not know the call says no to what may not be changed, as to all. */
function known(model: Model, outcome: Answered | Failed): Model {
  if (outcome.kind !== "answered" || outcome.route !== "caller") return model;
  return { ...model, caller: outcome.output };
}

function resized(model: Model): Updated {
  const help = model.help === null ? null : kept(model.help, helpEntries().length, helpRows(model));
  return happened({ ...model, help }, model.screen, { kind: "resized" });
}
