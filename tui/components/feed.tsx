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
  /** Whether the columns are named. */
  readonly heading: boolean;
}

/** What happens, the newest at the top. */
export function Feed({ entries, products, width, rows, heading }: FeedProps) {
  const columns = feedColumns(width);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return (
    <>
      {heading && (
        <Line>
          <FeedHeading columns={columns} />
        </Line>
      )}
      {entries.length === 0 && (
        <Line>
          <Toned tone="faint">Nothing has happened yet.</Toned>
        </Line>
      )}
      {entries.slice(0, rows).map((entry) => (
        <FeedRow key={entry.serial} entry={entry} products={names} columns={columns} />
      ))}
    </>
  );
}

/** The names of the columns. For use within a Line. */
export function FeedHeading({ columns }: { readonly columns: FeedColumns }) {
  const gap = " ".repeat(columns.gap);
  const parts = [
    fit("TIME UTC", columns.time),
    fit("OUTCOME", columns.outcome),
    fitRight("COUNT", columns.count),
    fit("PRODUCT", columns.product),
    fit("KIND", columns.kind),
    truncate("MACHINE", columns.machine),
  ];
  return <Toned tone="faint">{parts.join(gap)}</Toned>;
}
