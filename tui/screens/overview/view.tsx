import { Facts } from "../../components/facts.tsx";
import type { ScreenProps } from "../screen.ts";
import { alertRows } from "./alert_rows.ts";
import { isWide } from "./layout.ts";
import { Narrow } from "./narrow.tsx";
import type { OverviewState } from "./state.ts";
import { Wide } from "./wide.tsx";

/** How the host stands, what is wrong, how far each product is, and what happens. */
export function Overview({ state, ...context }: ScreenProps<OverviewState>) {
  const { host: { status }, width, height } = context;
  if (status === null) return null;
  if (state.open !== null) {
    const { alert, top } = state.open;
    return <Facts lines={alertRows(alert, status.time, width)} top={top} rows={height} />;
  }
  const Layout = isWide(context) ? Wide : Narrow;
  return <Layout state={state} status={status} {...context} />;
}
