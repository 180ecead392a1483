/** HTTP's Basic authentication (RFC 7617), in UTF-8. */
export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** The value of the header `authorization`. A user's name has no colon. */
export function encodeBasic({ user, password }: BasicCredentials): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}

/** Undefined where the header is absent, of another scheme or not well-formed. */
export function decodeBasic(header: string | null): BasicCredentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  const text = encoded === undefined ? undefined : decodeText(encoded);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 0) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decodeText(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
