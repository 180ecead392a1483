import type { AlertView } from "../../../src/api/types.ts";
import { Ends, Toned } from "../../components/line.tsx";
import { kept } from "../../model/list.ts";
import { MARKS } from "../../theme.ts";
import { ageText, describeAlert } from "./alert_rows.ts";

export interface AlertsProps {
  /** The worst first. */
  readonly alerts: readonly AlertView[];
  readonly selected: number;
  readonly rows: number;
  /** The host's clock. */
  readonly now: number;
}

/** What is wrong, in one row each; the selected one is among them. */
export function Alerts({ alerts, selected, rows, now }: AlertsProps) {
  const { top } = kept({ selected, top: selected < rows ? 0 : selected - rows + 1 }, alerts.length, rows);
  return (
    <>
      {alerts.slice(top, top + rows).map((alert, i) => {
        const { tone, text } = describeAlert(alert);
        const place = alerts.length > rows ? `${top + i + 1} of ${alerts.length}` : "";
        return (
          <Ends
            key={alert.condition}
            left={
              <>
                <Toned tone={tone}>{`${MARKS[tone]} `}</Toned>
                {alerts.length > 1 && <Toned tone="key">{top + i === selected ? "> " : "  "}</Toned>}
                <Toned tone={tone}>{text}</Toned>
              </>
            }
            right={
              <Toned tone="faint">
                {[place, ageText(alert.since, now)].filter((part) => part !== "").join(", ")}
              </Toned>
            }
          />
        );
      })}
    </>
  );
}
