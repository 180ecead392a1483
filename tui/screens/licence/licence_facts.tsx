import type { HostStatus } from "../../../src/api/types.ts";
import { Facts } from "../../components/facts.tsx";
import { Line, Sentence } from "../../components/line.tsx";
import { factLines } from "../../model/facts.ts";
import { wrap } from "../../text.ts";
import { licenceFacts, nextStep } from "./facts.ts";

export interface LicenceFactsProps {
  readonly status: HostStatus;
  readonly askingSince: number | null;
  readonly width: number;
  readonly height: number;
}

/** Columns of a mark before its text. */
const MARK_COLUMNS = 2;
/** From this height on an empty row sets the parts apart. */
const ROOMY = 16;

export function LicenceFactsView({ status, askingSince, width, height }: LicenceFactsProps) {
  const step = nextStep(status, askingSince);
  const isRoomy = height >= ROOMY;
  const stepRows = step === null ? 0 : wrap(step.text, width - MARK_COLUMNS).length;
  const rows = height - stepRows - (isRoomy ? 2 : 0);
  return (
    <>
      {isRoomy ? <Line /> : null}
      <Facts lines={factLines(licenceFacts(status), width)} top={0} rows={Math.max(1, rows)} />
      {isRoomy ? <Line /> : null}
      {step === null ? null : <Sentence said={step} rows={stepRows} />}
    </>
  );
}
