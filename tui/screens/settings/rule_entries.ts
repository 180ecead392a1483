import type { SettingView } from "../../../src/api/types.ts";
import type { SettingName, SettingValue } from "../../../src/policy/settings.ts";
import type { Said } from "../../describe.ts";
import { call } from "../../model/effects.ts";
import type { Change, Edit, Entry } from "./entry.ts";
import type { Known } from "./known.ts";
import { amountText, readAmount } from "./readings.ts";
import { riskOf } from "./risks.ts";

export const GROUPS: Readonly<Record<SettingView["group"], string>> = {
  service: "Service",
  publishing: "Publishing",
  journal: "Event log",
  alerts: "Alerts",
};

/** The settings of one group that the host gave rules for, as they are now. */
export function ruleEntries(known: Known, group: SettingView["group"]): Entry[] {
  const views = (known.rules ?? []).filter((view) => view.group === group);
  return views.map((view) => ruleEntry(present(view, known), known));
}

/** What is known of the setting, with the value that the status has. */
function present(view: SettingView, { status }: Known): SettingView {
  const value = status.settings[view.name];
  // What kept the value from being in force was said of the one before.
  return value === view.value ? view : { ...view, value, pending: null } as SettingView;
}

function ruleEntry(view: SettingView, known: Known): Entry {
  const { name, title, about, group, value, initial, pending } = view;
  const first = valueText(view, initial);
  const change = (wanted: SettingValue) => changeOf(view, wanted, known);
  return {
    key: name,
    group: GROUPS[group],
    title,
    about,
    value: valueText(view, value),
    range: view.kind === "number" ? `${rangeText(view)}, at first ${first}` : `on or off, at first ${first}`,
    notes: pending === null ? [] : [{ tone: "warning", text: pending } satisfies Said],
    edit: editOf(view, change),
    reset: value === initial ? null : { does: `back to ${first}`, change: change(initial) },
  };
}

function editOf(view: SettingView, change: (value: SettingValue) => Change): Edit {
  if (view.kind === "switch") return { kind: "switch", change: change(!view.value) };
  const text = view.unit === "bytes" ? amountText(view.value, view.unit) : String(view.value);
  return { kind: "text", text, read: (typed) => readAmount(typed, view, change) };
}

function changeOf(view: SettingView, value: SettingValue, { status }: Known): Change {
  const { settings, dns: domains, known } = status;
  const name: SettingName = view.name;
  const said = `${view.title}: ${valueText(view, value)}`;
  return {
    effect: call("changeSetting", { name, value }, said),
    risk: riskOf(name, value, { settings, domains, known }),
  };
}

function valueText(view: SettingView, value: SettingValue): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return amountText(value, view.kind === "number" ? view.unit : "");
}

function rangeText({ min, max, unit }: Extract<SettingView, { kind: "number" }>): string {
  if (unit === "bytes") return `${amountText(min, unit)} to ${amountText(max, unit)}`;
  return `${amountText(min, "")} to ${amountText(max, unit)}`;
}
