import { createHash } from "node:crypto";
import { element, Markup } from "./markup.ts";
import { PAGE_MARK } from "./page_mark.ts";
import { STYLE } from "./style.ts";

/** Nothing is loaded and nothing runs: only this very style sheet applies. */
const POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${
  createHash("sha256").update(STYLE).digest("base64")
}'`;

/** A page that is whole in itself: no script, and nothing from anywhere else. */
export function page(title: string, ...body: (Markup | undefined)[]): string {
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "generator", content: "kms" }),
    element("title", {}, title),
    new Markup(`<style>${STYLE}</style>`),
  );
  return `${PAGE_MARK}${element("html", { lang: "en" }, head, element("body", {}, body)).text}\n`;
}
