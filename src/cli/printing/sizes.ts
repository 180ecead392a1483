import { sizeIn } from "../../policy/sizes.ts";
import { countOf, UsageError } from "../output.ts";

/** A size as people write it, in units of 1024: `256MB`, `1 GiB`, `64m`; a number alone is bytes. Throws UsageError. */
export function readSize(option: string, text: string): number {
  const size = sizeIn(text);
  if (size !== undefined) return size;
  throw new UsageError(`${option} takes a size such as 256MB or 1GB, got ${JSON.stringify(text)}`);
}

/** A number of days: `400d`, `8w`, `400`. Throws UsageError. */
export function readDays(option: string, text: string): number {
  const match = /^(\d{1,6})\s*([dw]?)$/i.exec(text);
  if (match === null) {
    throw new UsageError(`${option} takes a number of days such as 400d, got ${JSON.stringify(text)}`);
  }
  return Number(match[1]) * (match[2]!.toLowerCase() === "w" ? 7 : 1);
}

/** `1.2 MB`, in units of 1024. */
export function roughSize(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return unit === 0 ? countOf(bytes, "byte") : `${(bytes / 1024 ** unit).toFixed(1)} ${units[unit]}`;
}
