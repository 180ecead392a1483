import type { HostStatus } from "../../src/api/types.ts";
import type { FeedEntry } from "../model/host_view.ts";
import { type FeedColumns, feedColumns } from "./feed_columns.ts";
import { FeedRow } from "./feed_row.tsx";
import { Line, Toned } from "./line.tsx";
import { fit, fitRight, truncate } from "../text.ts";

export interface FeedProps {
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
  readonly products: HostStatus["products"];
  readonly width: number;
  /** More are not drawn, whatever room there is. */
  readonly rows: number;
}

/** What happens, the newest at the top. */
export function Feed({ entries, products, width, rows }: FeedProps) {
  const columns = feedColumns(width);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return (
    <>
      <Heading columns={columns} />
      {entries.length === 0 && (
        <Line>
          <Toned tone="faint">Nothing has happened since this dashboard was opened.</Toned>
        </Line>
      )}
      {entries.slice(0, rows).map((entry) => (
        <FeedRow key={entry.serial} entry={entry} products={names} columns={columns} />
      ))}
    </>
  );
}

function Heading({ columns }: { readonly columns: FeedColumns }) {
  const gap = " ".repeat(columns.gap);
  const parts = [
    fit("TIME UTC", columns.time),
    fit("OUTCOME", columns.outcome),
    fitRight("COUNT", columns.count),
    fit("PRODUCT", columns.product),
    fit("KIND", columns.kind),
    truncate("MACHINE", columns.machine),
  ];
  return (
    <Line>
      <Toned tone="faint">{parts.join(gap)}</Toned>
    </Line>
  );
}
