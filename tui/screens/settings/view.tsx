import { Line, Sentence, Toned } from "../../components/line.tsx";
import { MARK_COLUMNS, Rows } from "../../components/rows.tsx";
import { TypedText } from "../../components/typed_text.tsx";
import { kept, positionText } from "../../model/list.ts";
import { fit, truncate, widthOf } from "../../text.ts";
import type { ScreenProps } from "../screen.ts";
import { Detail } from "./detail.tsx";
import type { Entry } from "./entry.ts";
import { entriesIn, listRows, readingIn, type SettingsState } from "./state.ts";

/** All settings, and below them what is to be known of the one that is selected. */
export function Settings({ state, ...context }: ScreenProps<SettingsState>) {
  const entries = entriesIn(state, context);
  if (entries.length === 0) return <Waiting failure={state.failure} />;
  const rows = listRows(context);
  const place = kept(state.place, entries.length, rows);
  const columns = columnsOf(entries, context.width - MARK_COLUMNS);
  const headed = new Set(
    entries.filter((entry, i) => i === place.top || entries[i - 1]?.group !== entry.group),
  );
  return (
    <>
      <Rows
        items={entries}
        place={place}
        rows={rows}
        keyOf={({ key }) => key}
        draw={(entry) => (
          <Row
            entry={entry}
            isHeaded={headed.has(entry)}
            columns={columns}
            field={entry.key === state.editing?.key ? state.editing.field : undefined}
          />
        )}
      />
      {blanks(rows - entries.length)}
      <Detail
        entry={entries[place.selected]!}
        reading={readingIn(state, context)}
        position={positionText(place, entries.length, rows)}
        {...context}
      />
    </>
  );
}

/** The detail stands at the bottom whether the list is long or short. */
function blanks(count: number) {
  return Array.from({ length: Math.max(0, count) }, (_, i) => <Line key={`blank ${i}`} />);
}

function Waiting({ failure }: { readonly failure: string | null }) {
  if (failure === null) return <Line>Waiting for the settings…</Line>;
  return <Sentence said={{ tone: "bad", text: failure }} rows={4} />;
}

interface Columns {
  readonly group: number;
  readonly title: number;
  readonly value: number;
}

const GROUP_COLUMNS = 12;
/** Longer titles, as of domains, stand in full in the detail. */
const MOST_TITLE = 44;
/** What longer values are left, if the titles need the rest. */
const LEAST_VALUE = 20;

function columnsOf(entries: readonly Entry[], width: number): Columns {
  const room = width - GROUP_COLUMNS - 2;
  const widest = Math.max(...entries.map(({ title }) => widthOf(title)));
  const values = Math.max(...entries.map(({ value }) => widthOf(value)));
  const title = Math.max(1, Math.min(widest, MOST_TITLE, room - Math.min(values, LEAST_VALUE)));
  return { group: GROUP_COLUMNS, title, value: Math.max(1, room - title) };
}

interface RowProps {
  readonly entry: Entry;
  /** Whether the name of its group stands before it. */
  readonly isHeaded: boolean;
  readonly columns: Columns;
  readonly field: NonNullable<SettingsState["editing"]>["field"] | undefined;
}

function Row({ entry: { group, title, value, notes }, isHeaded, columns, field }: RowProps) {
  const tone = notes[0]?.tone ?? "plain";
  return (
    <>
      <Toned tone="faint">{fit(isHeaded ? group : "", columns.group)}</Toned>
      {fit(title, columns.title)}{"  "}{field === undefined
        ? <Toned tone={tone}>{truncate(value, columns.value)}</Toned>
        : <TypedText field={field} width={columns.value - 1} />}
    </>
  );
}
