import { helpEntries } from "../model/help.ts";
import type { ListPlace } from "../model/list.ts";
import { fit } from "../text.ts";
import { Line, Toned } from "./line.tsx";

const LABEL_COLUMNS = 12;

/** All keys, from a row on. */
export function Help({ place, height }: { readonly place: ListPlace; readonly height: number }) {
  return (
    <>
      {helpEntries().slice(place.selected, place.selected + height).map((entry, i) => (
        <Line key={i}>
          {entry.kind === "title"
            ? <Toned tone="strong">{entry.text}</Toned>
            : [<Toned key="label" tone="key">{`  ${fit(entry.label, LABEL_COLUMNS)}`}</Toned>, entry.does]}
        </Line>
      ))}
    </>
  );
}
