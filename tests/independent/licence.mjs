// Page: "Licence file" and "Product key, 25 characters".
import { checkAuthorityRoots } from "./check.mjs";
import { demand, hasSmallOrder, verifies } from "./crypto.mjs";

const ALPHABET = "BCDFGHJKMPQRTVWXY2346789";
const isText = (value) => typeof value === "string" && value.length > 0;
const isCount = (value) => Number.isInteger(value) && value >= 0;

const PAYLOAD = {
  version: (value) => value === 1,
  publisher: isText,
  serial: isCount,
  graceDays: isCount,
  issued: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  url: (value) => value === null || URL.canParse(value),
  roots: (value) => Array.isArray(value) && value.length === 3 && new Set(value).size === 3,
  products: (value) => Array.isArray(value) && new Set(value.map((one) => one.id)).size === value.length,
};
const PRODUCT = {
  id: (value) => /^[0-9a-f]{32}$/i.test(value),
  name: isText,
  edition: (value) => typeof value === "string",
  kind: (value) => value === "client" || value === "server",
  threshold: isCount,
  group: (value) => isCount(value) && value <= 31,
  validityMinutes: isCount,
  ephemeralMinutes: isCount,
  countVirtual: (value) => typeof value === "boolean",
  clientKey: isClientKey,
};

/** The number is payload x 65521; payload from the top: version 2 bits (1), kind 2 (1), serial 30, secret 64 (0). */
function isClientKey(text) {
  const digits = [...String(text).toUpperCase().replaceAll("-", "")].map((one) => ALPHABET.indexOf(one));
  if (digits.length !== 25 || digits.includes(-1)) return false;
  const number = digits.reduce((sum, digit) => sum * 24n + BigInt(digit), 0n);
  const payload = number / 65521n;
  return number % 65521n === 0n && payload >> 94n === 0b0101n && payload % (1n << 64n) === 0n;
}

function fromBase64url(text, what) {
  const bytes = Buffer.from(String(text), "base64url");
  demand(bytes.toString("base64url") === text, "licence", what, "not base64url without padding");
  return bytes;
}

function checkFields(value, table, what) {
  for (const [name, holds] of Object.entries(table)) {
    demand(holds(value?.[name]), "licence", `${what}.${name}`, "missing or malformed");
  }
}

function parse(text, what) {
  try {
    return JSON.parse(text);
  } catch {
    return demand(false, "licence", what, "not JSON");
  }
}

/** Returns the payload with `roots` as raw keys; throws a Deviation unless all of it verifies. */
export function readLicence(text) {
  const envelope = parse(text, "envelope");
  demand(
    Object.keys(envelope ?? {}).sort().join() === "certificate,payload,signature",
    "licence",
    "envelope",
    "not exactly its three members",
  );
  const [payload, certificate, signature] = ["payload", "certificate", "signature"].map((name) =>
    fromBase64url(envelope[name], name)
  );
  const licence = parse(payload.toString("utf8"), "payload");
  checkFields(licence, PAYLOAD, "payload");
  licence.products.forEach((product, index) => checkFields(product, PRODUCT, `products[${index}]`));
  const roots = licence.roots.map((root, index) => fromBase64url(root, `roots[${index}]`));
  demand(
    roots.every((root) => root.length === 32 && !hasSmallOrder(root)),
    "licence",
    "roots",
    "not three good keys",
  );
  const authority = checkAuthorityRoots(certificate, roots);
  demand(!hasSmallOrder(authority.key), "licence", "certificate offset 28 key", "of small order");
  demand(
    verifies(authority.key, signature, "VA1-licence", payload),
    "licence",
    "signature",
    "does not verify",
  );
  return { ...licence, roots, minimumEpoch: authority.minimumEpoch };
}
