import type { CallerView, HostStatus } from "../../src/api/types.ts";
import { truncate } from "../text.ts";
import { Ends, Toned } from "./line.tsx";

export interface HeaderProps {
  readonly title: string;
  readonly status: HostStatus | null;
  readonly caller: CallerView | null;
  readonly width: number;
}

/** Whose host this is, where it runs and what it is; at another computer also who the person is to it. */
export function Header({ title, status, caller, width }: HeaderProps) {
  const most = Math.floor(width * 0.5);
  return (
    <Ends
      left={
        <>
          <Toned tone="strong">{title}</Toned>
          {status === null ? null : ` · ${status.publisher?.name ?? "no publisher yet"}`}
        </>
      }
      right={status === null ? "" : truncate(signedInText(caller) + status.computer, most)}
    />
  );
}

/** `rita, reader · `: only those of another computer sign in. */
function signedInText(caller: CallerView | null): string {
  const [name = "", from] = caller?.name.split(" from ") ?? [];
  return from === undefined ? "" : `${name}, ${caller?.role} · `;
}
