import * as v from "valibot";

/** Where changes of alerts are told. */
export const notifyTargetSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("off") }),
  v.strictObject({
    kind: v.literal("command"),
    command: v.pipe(v.string(), v.nonEmpty(), v.maxLength(2000)),
  }),
  v.strictObject({ kind: v.literal("webhook"), url: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type NotifyTarget = Readonly<v.InferOutput<typeof notifyTargetSchema>>;

/** Why nothing could be told that way, as a sentence; undefined where it could. */
export function targetFault(target: NotifyTarget): string | undefined {
  if (target.kind === "command") {
    return target.command.includes("\0") ? "a command cannot hold a NUL" : undefined;
  }
  if (target.kind === "off") return undefined;
  const url = URL.parse(target.url);
  return url === null || !/^https?:$/.test(url.protocol)
    ? "a webhook is an address that begins with https:// or http://"
    : undefined;
}

/** For whoever may read but not change: an address or a command may hold a secret, so only its first part is shown. */
export function maskedTarget(target: NotifyTarget): string {
  switch (target.kind) {
    case "off":
      return "";
    case "command":
      return masked(target.command.trim().split(/\s/, 1)[0] ?? "", target.command);
    case "webhook":
      return masked(URL.parse(target.url)?.origin ?? "", target.url);
  }
}

/** In full. */
export function wholeTarget(target: NotifyTarget): string {
  return target.kind === "command" ? target.command : target.kind === "webhook" ? target.url : "";
}

function masked(shown: string, whole: string): string {
  return shown === whole ? shown : `${shown} …`;
}
