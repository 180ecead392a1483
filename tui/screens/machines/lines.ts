import type { EventEntry, MachineDetails, MachineRow } from "../../../src/api/types.ts";
import { eventText, outcomeText } from "../../../src/events/words.ts";
import { EventId } from "../../../src/policy/events.ts";
import { formatHResult, HResult } from "../../../src/protocol/hresult.ts";
import { describeOutcome } from "../../describe.ts";
import { countOf, countText, dateText, timeOfDay } from "../../format.ts";
import { type Fact, type FactLine, factLines } from "../../model/facts.ts";
import { MARKS, type Tone } from "../../theme.ts";
import { type Detail, MOST_EVENTS } from "./detail.ts";
import { DUPLICATE } from "./columns.ts";
import { minutesText, nameText, productText, stateOf } from "./words.ts";

/** All of one machine in lines: what is known of it, its duplicates, its history. */
export function detailLines({ known, events, before, asking, failure }: Detail, width: number): FactLine[] {
  if (known === null) {
    return [line(failure === null ? "Looking…" : failure, failure === null ? "faint" : "bad")];
  }
  return [
    ...factLines(factsOf(known.machine), width),
    ...duplicateLines(known, width),
    line(""),
    line("", "plain", "HISTORY, TIMES UTC"),
    ...events.flatMap((entry) => eventLine(entry)),
    line(endText(events.length, before, asking?.older === true), "faint"),
    ...(failure === null ? [] : [line(`${MARKS.bad} ${failure}`, "bad")]),
  ];
}

function line(text: string, tone: Tone = "plain", label = ""): FactLine {
  return { label, text, tone };
}

function factsOf(row: MachineRow): Fact[] {
  const state = stateOf(row);
  const { result, reported, leaves } = row;
  const answer = result === HResult.activated
    ? "activated"
    : `${outcomeText({ result, renewal: false })} (${formatHResult(result)})`;
  return [
    { label: "Name", text: nameText(row), tone: "strong" },
    { label: "Product", text: productText(row) },
    { label: "Kind", text: row.virtual && row.kind === "ephemeral" ? "ephemeral, virtual" : row.kind },
    {
      label: "State",
      tone: state.tone,
      text: `${MARKS[state.tone]} ${state.text}${
        row.minutesLeft === null ? "" : `, ${minutesText(row.minutesLeft)} left`
      }`,
    },
    { label: "It said", text: saidText(reported) },
    { label: "Latest answer", text: answer },
    { label: "First seen", text: momentText(row.firstSeen) },
    { label: "Last seen", text: momentText(row.lastSeen) },
    {
      label: "Counts",
      text: leaves === null ? "no" : `yes, until ${momentText(leaves)} unless it asks again`,
    },
    { label: "Machine ID", text: row.machineId },
    { label: "Hardware", text: row.hardware },
    { label: "Product ID", text: row.productId },
  ];
}

function saidText({ licenceState, minutesLeft }: MachineRow["reported"]): string {
  const left = minutesLeft === 0 ? "" : `, ${minutesText(minutesLeft)} left`;
  return `${stateOf({ licenceState }).text}${left}, when it asked last`;
}

function momentText(time: number): string {
  return `${dateText(time)} ${timeOfDay(time)} UTC`;
}

/** A machine ID on other hardware is a clone, or a computer that was repaired. */
function duplicateLines(
  { machine, others }: Pick<MachineDetails, "machine" | "others">,
  width: number,
): FactLine[] {
  if (!machine.duplicate && others.length === 0) return [];
  const head = `${DUPLICATE} The same machine ID is on other hardware too: a clone, or a repair`;
  const facts = others.map((other) => ({
    label: other.hardware.slice(0, 8),
    text: `last seen ${momentText(other.lastSeen)}, ${nameText(other)}`,
  }));
  return [line(""), line(head, "warning"), ...factLines(facts, width)];
}

function eventLine({ event, product }: EventEntry): FactLine {
  const label = `${dateText(event.time)} ${timeOfDay(event.time)}`;
  if (event.id !== EventId.requestProcessed) {
    return { label, text: `${MARKS.warning} ${eventText(event, product)}`, tone: "warning" };
  }
  const { tone, text } = describeOutcome(event);
  const { count, needed, address } = event;
  const of = needed > 0 ? ` of ${countText(needed)}` : "";
  return {
    label,
    tone,
    text: `${MARKS[tone]} ${text.padEnd(11)} count ${countText(count)}${of}  ${address}  ${product ?? ""}`
      .trimEnd(),
  };
}

function endText(events: number, before: string | null, isAsking: boolean): string {
  if (isAsking) return "Looking further back…";
  if (before !== null) return "Older ones come as you go down.";
  if (events === 0) return "The event log holds nothing of it.";
  if (events >= MOST_EVENTS) return `${countOf(events, "event")}; kms events has older ones`;
  return `${countOf(events, "event")}, as far back as the event log goes`;
}
