import { Ends, Line, Toned } from "../../components/line.tsx";
import { TypedText } from "../../components/typed_text.tsx";
import type { HostView } from "../../model/host_view.ts";
import { truncate } from "../../text.ts";
import { MARKS } from "../../theme.ts";
import type { ActivityState } from "./state.ts";
import { standingOf } from "./words.ts";

export interface StateLineProps {
  readonly state: ActivityState;
  readonly host: HostView;
  readonly width: number;
}

const PROMPT = "Filter: ";
const EXAMPLES = "result: product: machine: id: or any words";

/** The filter that is being typed; otherwise whether the list follows, and what it is limited to. */
export function StateLine({ state, host, width }: StateLineProps) {
  if (state.typing !== null) {
    const isEmpty = state.typing.graphemes.length === 0;
    return (
      <Line>
        <Toned tone="key">{PROMPT}</Toned>
        <TypedText field={state.typing} width={width - PROMPT.length - 1} />
        {isEmpty && <Toned tone="faint">{` ${EXAMPLES}`}</Toned>}
      </Line>
    );
  }
  const { tone, text } = standingOf(state, host);
  return (
    <Ends
      left={<Toned tone={tone}>{`${MARKS[tone]} ${text}`}</Toned>}
      right={<Filter state={state} most={Math.floor(width / 2)} />}
    />
  );
}

function Filter(
  { state: { wanted, reading }, most }: { readonly state: ActivityState; readonly most: number },
) {
  const searching = reading?.direction === "older" ? "reading…  " : "";
  if (wanted.text === "") return <Toned tone="faint">{searching || "all events"}</Toned>;
  return (
    <>
      <Toned tone="faint">{searching}</Toned>
      {truncate(`only ${wanted.text}`, most)}
    </>
  );
}
