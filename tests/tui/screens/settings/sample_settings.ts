import type { SettingView } from "../../../../src/api/types.ts";
import { INITIAL_SETTINGS, SETTING_NAMES, SETTING_RULES } from "../../../../src/policy/settings.ts";
import type { Output } from "../../../../src/api/routes.ts";
import { contextOf } from "../../../../tui/model/model.ts";
import { entriesIn } from "../../../../tui/screens/settings/state.ts";
import { Driven } from "../../driving.tsx";
import { sampleLine, sampleStatus } from "../../samples.ts";

type Status = ReturnType<typeof sampleStatus>;

/** The rules as a host gives them, with its values. */
export function rulesOf(
  settings = INITIAL_SETTINGS,
  pending: Partial<Record<string, string>> = {},
): Output<"settings"> {
  return {
    settings: SETTING_NAMES.map((name) =>
      ({ name, value: settings[name], ...SETTING_RULES[name], pending: pending[name] ?? null }) as SettingView
    ),
  };
}

export const NO_ANNOUNCEMENT = { enabled: false, announcement: null } as const;

export const PUBLISHED: Status["dns"][number] = {
  domain: "corp.example",
  wanted: { priority: 10, weight: 5, server: null, target: null, signed: true },
  published: {
    record: { priority: 10, weight: 5, port: 1688, target: "kms-01.corp.example", ttl: 3600 },
    server: "192.0.2.53:53",
    time: 1_800_000_000_000,
  },
  failure: null,
};

export const FAILING: Status["dns"][number] = {
  domain: "lab.example",
  wanted: { priority: 0, weight: 0, server: null, target: null, signed: false },
  published: null,
  failure: {
    code: 0x8007232d,
    reason: "the name server 192.0.2.53 refuses the update",
    remedy: "allow it updates from 192.0.2.7",
    since: 1_800_000_000_000,
  },
};

/** The dashboard on its settings, all of its questions answered. */
export function onSettings(
  changes: Partial<Status> = {},
  size = { columns: 80, rows: 24 },
  pending: Partial<Record<string, string>> = {},
): Driven {
  const board = new Driven(size).stream({ kind: "line", line: sampleLine([], changes) });
  const status = sampleStatus(changes);
  while (board.model.screen !== "settings") board.press("tab");
  return board
    .answer("settings", rulesOf(status.settings, pending))
    .answer("dns", { publishing: true, running: true, multicast: NO_ANNOUNCEMENT, domains: status.dns })
    .answer("notify", { kind: "off", target: "", failure: null })
    .answer("metrics", { enabled: false, address: "127.0.0.1", port: 9688, listening: null });
}

/** Selects the first row whose title begins so. */
export function select(board: Driven, title: string): Driven {
  const { model } = board;
  const index = entriesIn(model.screens.settings, contextOf(model))
    .findIndex((entry) => entry.title.trim().startsWith(title));
  if (index < 0) throw new Error(`no ${title} on\n${board.frame()}`);
  board.press("home");
  for (let i = 0; i < index; i++) board.press("down");
  return board;
}

/** Empties the field and types. */
export function retype(board: Driven, text: string): Driven {
  return board.press("end", "ctrl+u").type(text);
}
