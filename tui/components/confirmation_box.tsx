import { Box } from "ink";
import type { Confirmation } from "../model/confirmation.ts";
import { Line, Sentence, Toned } from "./line.tsx";

/** A question with its two answers; the one that Enter gives is marked. */
export function ConfirmationBox({ confirmation }: { readonly confirmation: Confirmation }) {
  const { question, consequences, verb, yes } = confirmation;
  return (
    <Box flexDirection="column" flexShrink={1} overflow="hidden">
      <Line />
      <Sentence said={{ tone: "warning", text: question }} rows={2} />
      {consequences.map((text, i) => <Sentence key={i} said={{ tone: "plain", text }} rows={3} />)}
      <Line />
      <Answer text="No, leave it as it is" chosen={!yes} />
      <Answer text={`Yes, ${verb}`} chosen={yes} />
    </Box>
  );
}

function Answer({ text, chosen }: { readonly text: string; readonly chosen: boolean }) {
  return (
    <Line>
      <Toned tone={chosen ? "strong" : "faint"}>{chosen ? `> ${text}` : `  ${text}`}</Toned>
    </Line>
  );
}
