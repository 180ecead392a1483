import type { HostStatus } from "../../src/api/types.ts";
import { truncate } from "../text.ts";
import { Ends, Toned } from "./line.tsx";

export interface HeaderProps {
  readonly title: string;
  readonly status: HostStatus | null;
  readonly width: number;
}

/** Whose host this is, where it runs and what it is. */
export function Header({ title, status, width }: HeaderProps) {
  const most = Math.floor(width * 0.4);
  return (
    <Ends
      left={
        <>
          <Toned tone="strong">{title}</Toned>
          {status === null ? null : ` · ${status.publisher?.name ?? "no publisher yet"}`}
        </>
      }
      right={status === null ? "" : truncate(status.computer, most)}
    />
  );
}
