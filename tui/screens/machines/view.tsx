import { Box } from "ink";
import { Facts } from "../../components/facts.tsx";
import { Ends, Line, Sentence, Toned } from "../../components/line.tsx";
import { TypedText } from "../../components/typed_text.tsx";
import { countText } from "../../format.ts";
import { kept } from "../../model/list.ts";
import { truncate, widthOf } from "../../text.ts";
import { MARKS } from "../../theme.ts";
import type { Context, ScreenProps } from "../screen.ts";
import { DUPLICATE } from "./columns.ts";
import { detailLines } from "./lines.ts";
import { sortText } from "./query.ts";
import { listRows, type MachinesState, selectedRow, total } from "./state.ts";
import { Table } from "./table.tsx";
import { productText } from "./words.ts";

/** All machines that a record is kept of, or one of them. */
export function Machines({ state, ...context }: ScreenProps<MachinesState>) {
  const { width, height } = context;
  if (state.detail !== null) {
    const lines = detailLines(state.detail, width);
    return <Facts lines={lines} top={state.detail.place.selected} rows={height} />;
  }
  return (
    <>
      {state.field === null
        ? <Standing state={state} width={width} />
        : <Filter state={state} width={width} />}
      <List state={state} context={context} />
    </>
  );
}

const FILTER = "Filter: ";
const TERMS = "words, or name: id: product: kind: state: result: counted: duplicate:";

function Filter({ state, width }: { state: MachinesState; width: number }) {
  if (state.field === null) return null;
  const isEmpty = state.field.graphemes.length === 0;
  return (
    <Line>
      <Toned tone="strong">{FILTER}</Toned>
      <TypedText field={state.field} width={width - FILTER.length - 1} />
      {isEmpty ? <Toned tone="faint">{` ${TERMS}`}</Toned> : null}
    </Line>
  );
}

/** How many there are, in which order, and how far down the list a person is. */
function Standing({ state, width }: { state: MachinesState; width: number }) {
  const { held, query, place } = state;
  if (held === null) return <Line />;
  const { known, counted, total } = held.page;
  const at = total === 0 ? "" : `${countText(place.selected + 1)} of ${countText(total)}`;
  const all = `${countText(known)} known, ${countText(counted)} count`;
  const order = `${all} · ${sortText(query)}`;
  const filter = query.filter === "" ? "" : ` · ${query.filter}`;
  return (
    <Ends
      left={truncate(order + filter, width - widthOf(at) - 2)}
      right={<Toned tone="faint">{at}</Toned>}
    />
  );
}

function List({ state, context }: { state: MachinesState; context: Context }) {
  const { held, failure, query } = state;
  if (held === null) {
    if (failure !== null) return <Sentence said={{ tone: "bad", text: failure }} rows={3} />;
    return <Sentence said={{ tone: "waiting", text: "Asking the host…" }} rows={1} />;
  }
  const rows = listRows(context);
  const place = kept(state.place, total(state), rows);
  if (held.page.total === 0) {
    const text = held.query.filter === ""
      ? "No machine has asked this host yet."
      : "No machine passes the filter.";
    return <Sentence said={{ tone: "faint", text }} rows={1} />;
  }
  return (
    <>
      <Table held={held} query={query} place={place} width={context.width} rows={rows} />
      <Box flexGrow={1} />
      <Foot state={state} />
    </>
  );
}

/** What the columns have no room for, of the selected machine; at the bottom, lest it be taken for a row. */
function Foot({ state }: { state: MachinesState }) {
  const row = selectedRow(state);
  if (state.failure !== null) {
    return (
      <Line>
        <Toned tone="bad">{`${MARKS.bad} ${state.failure}`}</Toned>
      </Line>
    );
  }
  if (row === undefined) return <Line />;
  const duplicate = row.duplicate ? `${DUPLICATE} ID on other hardware too · ` : "";
  return (
    <Line>
      <Toned tone="warning">{duplicate}</Toned>
      <Toned tone="faint">{`ID ${row.machineId} · ${productText(row)}`}</Toned>
    </Line>
  );
}
