import type { HostStatus } from "../../src/api/types.ts";
import { truncate } from "../text.ts";
import { Ends, Toned } from "./line.tsx";

export interface HeaderProps {
  readonly title: string;
  readonly status: HostStatus | null;
  readonly width: number;
}

/** Whose host this is, where it runs and whether it listens. */
export function Header({ title, status, width }: HeaderProps) {
  const most = Math.floor(width * 0.4);
  return (
    <>
      <Ends
        left={
          <>
            <Toned tone="strong">{title}</Toned>
            {status === null ? null : ` · ${status.publisher?.name ?? "no publisher yet"}`}
          </>
        }
        right={status === null ? "" : truncate(status.computer, most)}
      />
      <Ends
        left={status === null ? " " : <Listening listening={status.listening} />}
        right={status === null ? "" : <Toned tone="faint">version {truncate(status.version, most)}</Toned>}
      />
    </>
  );
}

function Listening({ listening }: Pick<HostStatus, "listening">) {
  if (listening === null) return <Toned tone="bad">not listening</Toned>;
  return <Toned tone="faint">listening on {listening.address} port {listening.port}</Toned>;
}
