import { WATCH_PATH } from "../../../src/api/paths.ts";
import { type RouteName, ROUTES } from "../../../src/api/routes.ts";
import { CALLS } from "../../support/roles/stub_api.ts";

/** How a call is written in HTTP. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

/** A call as whoever is at the other end would send it, with input that the host takes. */
export function written(name: RouteName | typeof WATCH_PATH): Written {
  if (name === WATCH_PATH) return { method: "GET", path: WATCH_PATH, body: undefined };
  const { method, path } = ROUTES[name];
  const input = name === "why" ? {} : CALLS[name].input;
  if (method !== "GET") return { method, path, body: JSON.stringify(input) };
  const query = new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)]));
  return { method, path: `${path}?${query}`, body: undefined };
}

export function requestOf(name: RouteName | typeof WATCH_PATH, headers: Headers): Request {
  const { method, path, body } = written(name);
  return new Request(
    `https://kms${path}`,
    body === undefined ? { method, headers } : { method, headers, body },
  );
}
